const dayMs = 86_400_000

let lastDay = Number.NaN
let lastDate = ""

/**
 * An instant as AWS renders it: `2025-01-01T12:00:00.000Z`. Times of the day are spelt out here, because most calls ask
 * for the same day and a context object holds several.
 */
export function isoTime(ms: number): string {
  const day = Math.floor(ms / dayMs)
  if (day !== lastDay) {
    lastDate = new Date(day * dayMs).toISOString().slice(0, -13)
    lastDay = day
  }
  const rest = ms - day * dayMs
  const hours = Math.floor(rest / 3_600_000)
  const minutes = Math.floor(rest / 60_000) % 60
  const seconds = Math.floor(rest / 1000) % 60
  return `${lastDate}${two(hours)}:${two(minutes)}:${two(seconds)}.${three(Math.floor(rest % 1000))}Z`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`
}
