const dayMs = 86_400_000

let lastDay = Number.NaN
let lastDate = ""
/** Instants told lately, and how: executions that run at once share most of theirs. */
const told = { ms: new Float64Array(64).fill(Number.NaN), text: Array.from({ length: 64 }, () => "") }

/**
 * An instant as AWS renders it: `2025-01-01T12:00:00.000Z`. Most calls ask for one that was asked for lately, and nearly
 * all others for the same day: times of the day are spelt out here.
 */
export function isoTime(ms: number): string {
  const slot = Math.floor(ms) & 63
  if (told.ms[slot] !== ms) {
    told.ms[slot] = ms
    told.text[slot] = spelt(ms)
  }
  return told.text[slot] ?? ""
}

function spelt(ms: number): string {
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
