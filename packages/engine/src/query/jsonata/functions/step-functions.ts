import { environment, type HashAlgorithm } from "../../environment.ts"
import { seededRandom } from "../../intrinsics/java-random.ts"
import { JsonataError } from "../jsonata-error.ts"
import { sequenceOf, type Value } from "../value.ts"
import { type Builtin, define, defineStrict } from "./define.ts"

const algorithms: readonly string[] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]

/** Measured on AWS: `$range` makes so many numbers and not one more. */
const longestRange = 360_145

/**
 * What Step Functions adds to JSONata. (AWS: transforming-data, "JSONata functions provided by Step Functions")
 * Measured on AWS: arguments that are no integers are cut towards zero; a chunk size of 0, an empty array, a range
 * without a step or against its step, and a hash without an algorithm are nothing.
 */
export const stepFunctionsFunctions: Readonly<Record<string, Builtin>> = {
  partition: defineStrict("<an:a>", ([array, size]) => {
    const all = array as readonly Value[] // the signature says so
    const width = Math.trunc(Number(size))
    if (width < 0) throw new JsonataError("D3141", { message: "$partition() needs a positive chunk size" })
    if (width === 0 || all.length === 0) return undefined
    return Array.from({ length: Math.ceil(all.length / width) }, (_, at) => all.slice(at * width, (at + 1) * width))
  }),
  range: defineStrict("<nnn?:a>", ([first, last, by], frame) => {
    if (by === undefined) return undefined
    const [from, to, step] = [first, last, by].map((value) => Math.trunc(Number(value))) as [number, number, number] // of three
    if (step === 0) throw new JsonataError("D3141", { message: "$range() needs a step other than 0" })
    const length = Math.floor((to - from) / step) + 1
    if (length > longestRange) throw new JsonataError("U1003")
    frame.evaluation.meter.elements(Math.max(0, length))
    const numbers = sequenceOf()
    for (let at = 0; at < length; at++) numbers.push(from + at * step + 0)
    return numbers
  }),
  hash: defineStrict("<s-s?:s>", ([value, algorithm]) => {
    if (algorithm === undefined) return undefined
    if (!algorithms.includes(algorithm as string)) {
      // The signature says so.
      throw new JsonataError("D3141", { message: `$hash() knows ${algorithms.join(", ")}` })
    }
    return environment().hash(algorithm as HashAlgorithm, String(value)) // checked above
  }),
  random: define("<n?:n>", ([seed], { evaluation }) =>
    typeof seed === "number" ? seededRandom(seed) : evaluation.chance(),
  ),
  uuid: define("<:s>", (_, { evaluation }) => evaluation.uuid()),
  parse: defineStrict("<s-:x>", ([value]) => {
    try {
      return JSON.parse(String(value)) as Value
    } catch {
      throw new JsonataError("D3141", { message: "$parse() was given text that is not JSON" })
    }
  }),
}
