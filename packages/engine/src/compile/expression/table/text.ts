import type { Shape } from "@stepwright/dsl"

import { allOf, binding, called, type Code, code, type Failing, operand } from "../code.ts"
import { compileRegex } from "../../../query/jsonata/regex.ts"
import { condition } from "../condition.ts"
import { pattern } from "../pattern.ts"
import { type Scope, withValue } from "../scope.ts"
import { isOnly, itemsOf, optionalIf } from "../shape-facts.ts"
import { asList } from "../list.ts"
import { absentWith, eager, given, type Lowering, needs, refusing, unlessAbsent, whereThere } from "./lowering.ts"

const string: Shape = { type: "string" }

/** Text. */
export const textFunctions: Readonly<Record<string, Lowering>> = {
  upper: ofTexts("uppercase", string),
  lower: ofTexts("lowercase", string),
  trim: ofTexts("trim", string),
  contains: eager((of, scope) => condition(callOver("contains", { type: "boolean" }, of, scope))),
  startsWith: eager((of, scope) =>
    withValue(given(of, 1), scope, "start", (start) => {
      const text = given(of, 0)
      return code({
        text: `$substring(${text.text}, 0, $length(${start.text})) = ${operand(start, binding.comparison + 1)}`,
        shape: { type: "boolean" },
        binding: binding.comparison,
        of: [text, start],
        fails: allOf([needs(text, "string"), needs(start, "string")]),
      })
    }),
  ),
  matches: eager((of) => {
    const [source, flags] = [constant(given(of, 1)), constant(given(of, 2))]
    const matched = code({
      text: called("contains", [given(of, 0), pattern(source, flags)]),
      shape: absentWith(of.slice(0, 1), { type: "boolean" }),
      of: of.slice(0, 1),
      fails: allOf([needs(given(of, 0), "string"), { throws: !isLinear(source, flags) }]),
    })
    return condition(matched)
  }),
  substring: eager((of, scope) =>
    unlessAbsent(of, scope, (of) => {
      const [text, ...numbers] = [given(of, 0), ...of.slice(1)]
      const fails = allOf([needs(text, "string"), ...numbers.map((each) => needs(each, "number"))])
      return code({
        text: called("substring", [refusing(text, "number", scope), ...numbers]),
        shape: absentWith([text], string),
        of,
        fails,
      })
    }),
  ),
  textLength: eager((of) => {
    const text = given(of, 0)
    const shape = absentWith(of, { type: "integer" })
    return code({
      text: called("length", of),
      shape,
      of,
      fails: needs(text, "string"),
      bound: text.shape.maxLength ?? textBound,
    })
  }),
  replace: eager((of, scope) =>
    unlessAbsent(of, scope, (of) => {
      const [text, part, by] = [given(of, 0), given(of, 1), given(of, 2)]
      const never = part.shape.values?.every((value) => value !== "") === true
      const named = whereThere([text], `${operand(part, binding.comparison)} != ''`)
      const empty: Failing = never ? { throws: false } : { throws: true, sound: named }
      return code({
        text: called("replace", [text, part, refusing(by, "number", scope)]),
        shape: absentWith([text], string),
        of,
        fails: allOf([...of.map((each) => needs(each, "string")), empty]),
      })
    }),
  ),
  parseJson: eager((of) =>
    code({
      text: called("parse", of),
      shape: absentWith(of, { type: "unknown" }),
      of,
      fails: { throws: true },
      bound: Number.MAX_VALUE,
    }),
  ),
  split: eager((of, scope) =>
    unlessAbsent(of, scope, (of) => {
      const [text, separator] = [given(of, 0), given(of, 1)]
      return code({
        text: called("split", [text, refusing(separator, "number", scope)]),
        shape: absentWith([text], { type: "array", items: string }),
        of,
        fails: allOf(of.map((each) => needs(each, "string"))),
      })
    }),
  ),
  joinText: eager((of, scope) => {
    const separators = of.slice(1).filter((separator) => separator.text !== "''")
    return unlessAbsent([asList(given(of, 0), scope), ...separators], scope, (of) => {
      const [list, ...present] = [given(of, 0), ...of.slice(1)]
      const texts: Failing = { throws: !isOnly(itemsOf(list.shape), "string") }
      const fails = allOf([texts, ...present.map((each) => needs(each, "string"))])
      return code({ text: called("join", of), shape: string, of, fails })
    })
  }),
  toText: eager((of) => {
    const value = given(of, 0)
    if (isOnly(value.shape, "string")) return value
    return code({ text: called("string", [value]), shape: optionalIf(string, value.shape.optional === true), of })
  }),
  toNumber: eager((of, scope) => {
    const value = given(of, 0)
    if (isOnly(value.shape, "number")) return value
    return withValue(value, scope, "text", (text) =>
      code({
        // JSONata makes no number of some texts that begin like one in hexadecimal; adding zero refuses it.
        text: `${called("number", [text])} + 0`,
        shape: absentWith([text], { type: "number" }),
        binding: binding.additive,
        of: [text],
        fails: { throws: true, sound: spellsNumber(text) },
        bound: Number.MAX_VALUE,
      }),
    )
  }),
}

/** What `$number` takes and what surely does not overflow. */
const decimal = String.raw`-?([0-9]{1,200}(\.[0-9]+)?|[0-9]{1,8}(\.[0-9]+)?[Ee](-[0-9]+|\+?[12]?[0-9]{1,2}))`
const spelling = `/^(${decimal}|0[xX][0-9A-Fa-f]{1,200}|0[oO][0-7]{1,200}|0[bB][01]{1,200})$/`

function spellsNumber(text: Code): string {
  const spells = `$contains(${text.text}, ${spelling})`
  if (isOnly(text.shape, "string") && text.shape.optional !== true) return spells
  return `($type(${text.text}) = 'string' ? ${spells} : $not($type(${text.text}) in ['null', 'array', 'object']))`
}

/** The most characters that fit into a payload. */
const textBound = 262_144

function constant({ shape }: Code): string {
  const [only] = shape.values ?? []
  return typeof only === "string" ? only : ""
}

function isLinear(source: string, flags: string): boolean {
  try {
    compileRegex(new RegExp(source, flags))
    return true
  } catch {
    return false
  }
}

function ofTexts(name: string, shape: Shape): Lowering {
  return eager((of, scope) => callOver(name, shape, of, scope))
}

/** A JSONata function over texts; absent where one of them is. */
function callOver(name: string, shape: Shape, of: readonly Code[], scope: Scope): Code {
  return unlessAbsent(of, scope, (of) => {
    const fails = allOf(of.map((each) => needs(each, "string")))
    return code({ text: called(name, of), shape: absentWith(of.slice(0, 1), shape), of, fails })
  })
}
