import { environment, type HashAlgorithm } from "../../environment.ts"
import { seededRandom } from "../../intrinsics/java-random.ts"
import { JsonataError } from "../jsonata-error.ts"
import { sequenceOf, type Value } from "../value.ts"
import { type Builtin, define, defineStrict } from "./define.ts"

const algorithms: readonly string[] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]

/** What Step Functions adds to JSONata. (AWS: transforming-data, "JSONata functions provided by Step Functions") */
export const stepFunctionsFunctions: Readonly<Record<string, Builtin>> = {
  partition: defineStrict("<an:a>", ([array, size]) => {
    const all = array as readonly Value[] // the signature says so
    const width = Math.floor(Number(size))
    if (width <= 0) throw new JsonataError("D3141", { message: "$partition() needs a positive chunk size" })
    return Array.from({ length: Math.ceil(all.length / width) }, (_, at) => all.slice(at * width, (at + 1) * width))
  }),
  range: defineStrict("<nnn:a>", ([first, last, by], frame) => {
    const [from, to, step] = [Number(first), Number(last), Number(by)]
    if (step === 0) throw new JsonataError("D3141", { message: "$range() needs a step other than 0" })
    const length = Math.max(0, Math.floor((to - from) / step) + 1)
    frame.evaluation.meter.elements(length)
    return sequenceOf(...Array.from({ length }, (_, at) => from + at * step))
  }),
  hash: defineStrict("<s-s:s>", ([value, algorithm]) => {
    if (!algorithms.includes(String(algorithm))) {
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
