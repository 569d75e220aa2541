/** Values in one that are shown at most. */
const most = 100_000

/** JSON text of a value for people, or some words where it is too large to be shown. */
export function shown(value: unknown): string {
  return left(value, most, 0) < 0 ? "(a value too large to be shown)" : (JSON.stringify(value) ?? "undefined")
}

/** What is left of a count once all of a value was counted; below 0 where that was not enough, or it is too deep. */
function left(value: unknown, count: number, depth: number): number {
  if (typeof value !== "object" || value === null || count <= 0) return count - 1
  if (depth > 1000) return -1
  let rest = count - 1
  for (const member of Object.values(value)) {
    rest = left(member, rest, depth + 1)
    if (rest < 0) return rest
  }
  return rest
}
