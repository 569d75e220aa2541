/** Candidates that are looked at: a definition may have tens of thousands of names. */
const mostCandidates = 1000

/** The candidate that a mistyped word most probably meant; undefined where none of the first thousand is close. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  const allowed = Math.min(3, Math.floor(wanted.length / 3))
  let best: string | undefined
  let least = allowed + 1
  let looked = 0
  for (const candidate of candidates) {
    if (++looked > mostCandidates) break
    const lower = candidate.toLowerCase()
    if (candidate === word || Math.abs(lower.length - wanted.length) >= least) continue
    const apart = distance(wanted, lower, least)
    if (apart >= least) continue
    best = candidate
    least = apart
  }
  return best
}

/** Insertions, deletions, substitutions and swaps of neighbours that lie between two words; `limit` or more is `limit`. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    if (Math.min(...row) >= limit) return limit
    before = last
    last = row
  }
  return last[b.length] ?? limit
}
