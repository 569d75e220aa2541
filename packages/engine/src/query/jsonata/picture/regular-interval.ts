/** The interval at which grouping separators repeat, where they stand at each multiple of one; else 0. */
export function regularInterval(positions: readonly number[]): number {
  if (positions.length === 0) return 0
  const interval = positions.reduce(greatestCommonDivisor)
  return positions.every((_, at) => positions.includes((at + 1) * interval)) ? interval : 0
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
