/** Characters of a name, and of a whole location, that are shown: each may stand before thousands of locations. */
const longestName = 120
const longestLocation = 2000

/** Where a member of an object stands. A long name is cut; so is what lies very deep. */
export function memberOf(location: string, name: string): string {
  if (location.length > longestLocation) return location.endsWith("/…") ? location : `${location}/…`
  return `${location}/${name.length > longestName ? `${name.slice(0, longestName)}…` : name}`
}
