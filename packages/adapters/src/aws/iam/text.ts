import type { Value } from "../template.ts"

/**
 * A text of which parts are known only to the deployment: what `Fn::Sub` is given. `${Id}` is a parameter's or resource's
 * reference, `${Id.Attribute}` an attribute, and whatever `values` names an expression of its own.
 */
export interface Text {
  readonly sub: string
  readonly values: Readonly<Record<string, Value>>
}

/** A text as it stands. */
export function literal(text: string): Text {
  return { sub: text.replaceAll("${", "${!"), values: {} }
}

/** A text with references in it, as `Fn::Sub` reads it. */
export function sub(text: string, values: Text["values"] = {}): Text {
  return { sub: text, values }
}

/** Texts one after the other. */
export function joined(...parts: readonly Text[]): Text {
  return {
    sub: parts.map((part) => part.sub).join(""),
    values: Object.assign({}, ...parts.map((part) => part.values)) as Text["values"], // of texts
  }
}

/** A value as a part of a text. `name` stands for it where it is no plain reference: letters and digits. */
export function textOf(value: Value, name: string): Text {
  if (typeof value === "string") return literal(value)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return literal(String(value))
  const { Ref: reference, "Fn::GetAtt": attribute, "Fn::Sub": text } = value as { readonly [key: string]: Value } // no list
  if (typeof reference === "string") return sub(`\${${reference}}`)
  if (Array.isArray(attribute)) return sub(`\${${attribute.join(".")}}`)
  if (typeof text === "string") return sub(text)
  return sub(`\${${name}}`, { [name]: value })
}

/** The text as a template says it: as plainly as can be. */
export function valueOf({ sub: text, values }: Text): Value {
  if (Object.keys(values).length > 0) {
    const [only] = /^\$\{(\w+)\}$/.exec(text)?.slice(1) ?? []
    const value = only === undefined ? undefined : values[only]
    return value ?? { "Fn::Sub": [text, values] }
  }
  if (!/\$\{/.test(text)) return text
  const [, reference, attribute] = /^\$\{([\w:]+)(?:\.([\w.]+))?\}$/.exec(text) ?? []
  if (reference === undefined) return text.replaceAll("${!", "").includes("${") ? { "Fn::Sub": text } : unescaped(text)
  return attribute === undefined ? { Ref: reference } : { "Fn::GetAtt": [reference, attribute] }
}

function unescaped(text: string): string {
  return text.replaceAll("${!", "${")
}

/** One piece of a text that is split, whether it is known now or only to the deployment. */
export function piece(text: Text, separator: string, index: number): Text {
  if (!/\$\{/.test(text.sub)) return literal(text.sub.split(separator)[index] ?? "")
  const name = `${text.sub.replaceAll(/[^A-Za-z0-9]/g, "")}Piece${index}`
  return sub(`\${${name}}`, { [name]: { "Fn::Select": [index, { "Fn::Split": [separator, valueOf(text)] }] } })
}
