import { JsonataError } from "../jsonata-error.ts"
import { componentOf } from "./datetime-component.ts"
import { type Marker, type PicturePart, readDatetimePicture } from "./datetime-picture.ts"
import { formatInteger } from "./format-integer.ts"
import { readIntegerPicture, supported } from "./integer-picture.ts"

export const monthNames: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]
export const dayNames: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
]

const iso8601: readonly PicturePart[] = readDatetimePicture("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]")
const twoDigits = readIntegerPicture("00")

interface Offset {
  readonly hours: number
  readonly minutes: number
}

/**
 * An instant as text: by its picture, else in ISO 8601.
 * @param zone - `+hhmm`, read as the library reads it: `+05:30` is five minutes.
 * @throws {JsonataError} D3133 for a component without names, D3134 for a time zone of more than four digits
 */
export function formatDatetime(ms: number, picture: string | undefined, zone: string | undefined): string {
  const offset = zone === undefined ? 0 : Number.parseInt(zone, 10)
  const hours = Math.floor(offset / 100)
  const minutes = offset % 100
  const local = new Date(ms + (60 * hours + minutes) * 60_000)
  const parts = picture === undefined ? iso8601 : readDatetimePicture(picture)
  return parts
    .map((part) => (part.literal === undefined ? componentText(local, part, { hours, minutes }) : part.literal))
    .join("")
}

function componentText(local: Date, marker: Marker, offset: Offset): string {
  const { component } = marker
  if (component === "Z" || component === "z") return zoneText(marker, offset)
  const value = componentOf(local, component)
  if (typeof value !== "number") return marker.names === "upper" ? String(value).toUpperCase() : String(value)
  if (marker.names !== undefined) return nameOf(value, marker)
  if (marker.integer === undefined) throw new JsonataError("D3133", { value: component })
  return formatInteger(component === "Y" && marker.digits >= 0 ? value % 10 ** marker.digits : value, marker.integer)
}

function nameOf(value: number, { component, names, maxWidth }: Marker): string {
  const list = component === "F" ? dayNames : component === "M" || component === "x" ? monthNames : undefined
  if (list === undefined) throw new JsonataError("D3133", { value: component })
  const name = list[value - 1] ?? ""
  const cased = names === "upper" ? name.toUpperCase() : names === "lower" ? name.toLowerCase() : name
  return cased.slice(0, maxWidth)
}

function zoneText(marker: Marker, { hours, minutes }: Offset): string {
  if (marker.integer === undefined) return ""
  const offset = hours * 100 + minutes
  if (offset === 0 && marker.traditional) return "Z"
  const format = supported(marker.integer)
  const digits = format.mandatory ?? 0
  let text: string
  if (format.regular !== undefined || digits === 3 || digits === 4) text = formatInteger(offset, format)
  else if (digits !== 1 && digits !== 2) throw new JsonataError("D3134", { value: digits })
  else text = formatInteger(hours, format) + (minutes === 0 ? "" : `:${formatInteger(minutes, twoDigits)}`)
  return `${marker.component === "z" ? "GMT" : ""}${offset >= 0 ? "+" : ""}${text}`
}
