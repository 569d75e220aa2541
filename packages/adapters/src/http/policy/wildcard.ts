/** Whether a text is as a pattern of IAM has it: `*` is any characters, `?` is one. Takes no longer than both are long. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, from] = [0, 0]
  // Where the last star stands, and how much it has taken so far.
  let [star, taken] = [-1, 0]
  while (from < text.length) {
    if (pattern[at] === "*") {
      star = at++
      taken = from
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[from])) {
      at++
      from++
    } else if (star >= 0) {
      at = star + 1
      from = ++taken
    } else return false
  }
  while (pattern[at] === "*") at++
  return at === pattern.length
}
