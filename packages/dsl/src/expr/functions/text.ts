import { misuse } from "../../scope/tracing.ts"
import { unknownShape } from "../../tree/index.ts"
import {
  boolean,
  callOf,
  integer,
  type List,
  liftOperand,
  number,
  type Numeric,
  type Scalar,
  string,
  type Text,
} from "../call-of.ts"
import { type Expr, exprOf, type Input } from "../expr.ts"

/** Text with values in it: `` fmt`order ${order.id}` ``. Numbers print to 15 digits. */
export function fmt(
  texts: TemplateStringsArray,
  ...values: readonly (Scalar | Expr<string> | Expr<number> | Expr<boolean>)[]
): Expr<string> {
  const parts = texts.flatMap((text, index) => (index < values.length ? [text, liftOperand(values[index])] : [text]))
  return exprOf({ kind: "text", parts: parts.filter((part) => part !== "") })
}

/** In upper case. */
export function upper(text: Text): Expr<string> {
  return callOf("upper", [text], string)
}

/** In lower case. */
export function lower(text: Text): Expr<string> {
  return callOf("lower", [text], string)
}

/** Without white space at its ends; runs of it inside become one space. */
export function trim(text: Text): Expr<string> {
  return callOf("trim", [text], string)
}

/** True where the text holds the part. */
export function contains(text: Text, part: Text): Expr<boolean> {
  return callOf("contains", [text, part], boolean)
}

/** True where the text begins so. */
export function startsWith(text: Text, start: Text): Expr<boolean> {
  return callOf("startsWith", [text, start], boolean)
}

/** True where the pattern matches somewhere in the text. The flags `i` and `m` are known. */
export function matches(text: Text, pattern: RegExp): Expr<boolean> {
  if (/[^im]/.test(pattern.flags))
    misuse("VALUE_UNSUPPORTED", `The pattern ${String(pattern)} has flags other than i and m.`)
  return callOf("matches", [text, pattern.source, pattern.flags], boolean)
}

/**
 * A part of a text, counted in characters (Unicode code points) from 0.
 * @param start - negative counts from the end.
 * @param length - default: to the end.
 */
export function substring(text: Text, start: Numeric, length?: Numeric): Expr<string> {
  return callOf("substring", length === undefined ? [text, start] : [text, start, length], string)
}

/** The number of characters (Unicode code points) of a text. */
export function textLength(text: Text): Expr<number> {
  return callOf("textLength", [text], integer)
}

/** The text with every occurrence of a part replaced. The part must not be empty. */
export function replace(text: Text, part: Text, by: Text): Expr<string> {
  return callOf("replace", [text, part, by], string)
}

/** The parts between separators. */
export function split(text: Text, separator: Text): Expr<string[]> {
  return callOf("split", [text, separator], { type: "array", items: string })
}

/** The texts of a list with a separator between them. */
export function joinText(list: List<string>, separator: Text = ""): Expr<string> {
  return callOf("joinText", [list, separator], string)
}

/** A value as text: JSON for anything but text itself. */
export function toText(value: Input<unknown>): Expr<string> {
  return callOf("toText", [value], string)
}

/** The number that a text spells. Fails at run time for any other text. */
export function toNumber(text: Text): Expr<number> {
  return callOf("toNumber", [text], number)
}

/**
 * The value that JSON text spells; fails at run time for any other text. `T` is the author's word.
 * @example parseJson<{ errorMessage?: string }>(coalesce(error.Cause, "{}")).errorMessage
 */
export function parseJson<T>(text: Text): Expr<T> {
  return callOf("parseJson", [text], unknownShape)
}
