import { allOf, binding, called, code, operand } from "../code.ts"
import { withValue } from "../scope.ts"
import { isOnly } from "../shape-facts.ts"
import { absentWith, eager, given, type Lowering, needs, whereThere } from "./lowering.ts"

/** The years 0 to 9999. */
const [firstMillis, lastMillis] = [-62_167_219_200_000, 253_402_300_799_999]
/** A clock does not go beyond the year 3000. */
const clockBound = 32_503_680_000_000

/** Of what JSONata takes for an instant, that which surely is one. */
const instant = String.raw`/^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?([+-]([01][0-9]|2[0-3]):?[0-5][0-9]|Z)?)?)?)?$/`

/** Time, which is that of the fact that led here, and what the engine draws as chance. */
export const timeFunctions: Readonly<Record<string, Lowering>> = {
  now: eager(() => code({ text: "$now()", shape: { type: "string" } })),
  millis: eager(() => code({ text: "$millis()", shape: { type: "integer" }, bound: clockBound })),
  toMillis: eager((of) => {
    const text = given(of, 0)
    const spells = `$contains(${text.text}, ${instant})`
    const sound = whereThere(of, spells)
    return code({
      // What looks like an instant and is none comes to no number; adding zero refuses it.
      text: `${called("toMillis", of)} + 0`,
      shape: absentWith(of, { type: "integer" }),
      binding: binding.additive,
      of,
      fails: allOf([needs(text, "string"), { throws: true, sound }]),
      bound: lastMillis + 86_400_000,
    })
  }),
  fromMillis: eager((of, scope) => {
    const time = given(of, 0)
    const shape = absentWith(of, { type: "string" })
    if (time.bound <= -firstMillis && isOnly(time.shape, "number"))
      return code({ text: called("fromMillis", of), shape, of })
    // JSONata writes years of more than four digits without the first.
    return withValue(time, scope, "time", (of) => {
      const number = operand(of, binding.comparison + 1)
      const within = whereThere([of], `(${number} >= ${firstMillis} and ${number} <= ${lastMillis})`)
      return code({
        text: `${number} < ${firstMillis} or ${number} > ${lastMillis} ? $error('beyond the years 0 to 9999') : ${called("fromMillis", [of])}`,
        shape,
        binding: binding.conditional,
        of: [of],
        fails: allOf([needs(of, "number"), { throws: true, sound: within }]),
      })
    })
  }),
  uuid: eager(() => code({ text: "$uuid()", shape: { type: "string" } })),
}
