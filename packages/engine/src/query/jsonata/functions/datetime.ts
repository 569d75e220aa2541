import { JsonataError } from "../jsonata-error.ts"
import { type Builtin, define, defineStrict } from "./define.ts"

/** Time. `$now` and `$millis` answer the time of the transition. */
export const datetimeFunctions: Readonly<Record<string, Builtin>> = {
  now: define("<s?s?:s>", ([picture, zone], { evaluation }) => fromMillis(evaluation.nowMs, picture, zone)),
  millis: define("<:n>", (_, { evaluation }) => evaluation.nowMs),
  fromMillis: defineStrict("<n-s?s?:s>", ([ms, picture, zone]) => fromMillis(Number(ms), picture, zone)),
  toMillis: defineStrict("<s-s?:n>", ([text, picture]) => {
    if (picture !== undefined) throw new JsonataError("U1006", { token: "toMillis", value: "a picture" })
    return toMillis(String(text))
  }),
}

function fromMillis(ms: number, picture: unknown, zone: unknown): string {
  if (picture !== undefined) throw new JsonataError("U1006", { token: "fromMillis", value: "a picture" })
  if (zone === undefined || zone === "Z" || zone === "0000" || zone === "+0000") return new Date(ms).toISOString()
  const match = /^([+-]?)(\d\d):?(\d\d)$/.exec(String(zone))
  if (match === null) throw new JsonataError("D3134", { value: zone })
  const sign = match[1] === "-" ? -1 : 1
  const minutes = sign * (Number(match[2]) * 60 + Number(match[3]))
  return new Date(ms + minutes * 60_000).toISOString().replace("Z", `${sign < 0 ? "-" : "+"}${match[2]}:${match[3]}`)
}

const iso = /^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/

function toMillis(text: string): number {
  if (!iso.test(text)) throw new JsonataError("D3110", { value: text })
  return Date.parse(text)
}
