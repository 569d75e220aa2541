import type { Json } from "../asl/json.ts"
import type { Text } from "../ports/text.ts"
import { jsonValue } from "./json-text.ts"

/** JSON that is written when somebody reads it as text. Its value is nobody's to change. */
export class Unwritten<T = Json> {
  readonly value: T

  constructor(value: T) {
    this.value = value
  }

  toString(): string {
    return JSON.stringify(this.value)
  }
}

/** What JSON text says: nobody's to change. */
export function jsonOf(text: Text): Json {
  return text instanceof Unwritten ? (text.value as Json) : (JSON.parse(String(text)) as Json) // made by this runtime
}

/** What JSON text says, for somebody who may change it. */
export function ownJsonOf(text: Text): Json {
  return text instanceof Unwritten ? jsonValue(text.value) : (JSON.parse(String(text)) as Json)
}
