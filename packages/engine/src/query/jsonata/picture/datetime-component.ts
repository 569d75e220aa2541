const dayMs = 86_400_000

/**
 * A component of a date in UTC, by its letter: a number; `am` or `pm` for `P`; `ISO` for calendar and era. Weeks begin on
 * Monday, and the first of a year or month is the one that holds its first Thursday (ISO 8601).
 */
export function componentOf(date: Date, component: string): number | string | undefined {
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const today = Date.UTC(year, month, date.getUTCDate())
  switch (component) {
    case "Y":
      return year
    case "M":
      return month + 1
    case "D":
      return date.getUTCDate()
    case "d":
      return (today - Date.UTC(year, 0)) / dayMs + 1
    case "F":
      return date.getUTCDay() === 0 ? 7 : date.getUTCDay()
    case "W":
      return weekOf(today, firstWeek(year - 1, 0), firstWeek(year, 0), firstWeek(year + 1, 0), 52)
    case "w":
      return weekOf(today, firstWeek(year, month - 1), firstWeek(year, month), firstWeek(year, month + 1), 4)
    case "X":
      return year + periodOf(date.getTime(), firstWeek(year, 0), firstWeek(year + 1, 0))
    case "x":
      return ((month + periodOf(date.getTime(), firstWeek(year, month), firstWeek(year, month + 1)) + 12) % 12) + 1
    case "C":
    case "E":
      return "ISO"
    default:
      return timeComponentOf(date, component)
  }
}

function timeComponentOf(date: Date, component: string): number | string | undefined {
  const hours = date.getUTCHours()
  switch (component) {
    case "H":
      return hours
    case "h":
      return hours % 12 === 0 ? 12 : hours % 12
    case "P":
      return hours >= 12 ? "pm" : "am"
    case "m":
      return date.getUTCMinutes()
    case "s":
      return date.getUTCSeconds()
    case "f":
      return date.getUTCMilliseconds()
    default:
      return undefined
  }
}

/** When the first week of a year (month 0) or month begins. A month may be -1 or 12. */
function firstWeek(year: number, month: number): number {
  const first = Date.UTC(year, month)
  const weekday = new Date(first).getUTCDay() || 7
  return first + (weekday > 4 ? 8 - weekday : 1 - weekday) * dayMs
}

/** The week of a day within its year or month, which may be the last of the one before or the first of the next. */
function weekOf(today: number, previous: number, current: number, next: number, most: number): number {
  const week = (today - current) / (7 * dayMs) + 1
  if (week > most && today >= next) return 1
  return Math.floor(week < 1 ? (today - previous) / (7 * dayMs) + 1 : week)
}

/** -1, 0 or 1: whether an instant is of the week-numbering year or month before, of this one, or of the next. */
function periodOf(now: number, current: number, next: number): number {
  if (now < current) return -1
  return now >= next ? 1 : 0
}
