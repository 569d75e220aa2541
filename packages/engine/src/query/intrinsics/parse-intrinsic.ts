/** An argument of an intrinsic function. */
export type Argument =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "path"; readonly text: string }
  | { readonly kind: "call"; readonly call: Call }

export interface Call {
  /** With the `States.` prefix. */
  readonly name: string
  readonly args: readonly Argument[]
}

/** A call that is not one. */
export class IntrinsicSyntaxError extends Error {
  override readonly name = "IntrinsicSyntaxError"
}

/** AWS: at most ten intrinsic functions may be nested in one field. Its example, which "includes nine", counts every call. */
const maxCalls = 10

/**
 * Reads `States.Name(argument, …)`. In quoted text `\'`, `\\`, `\{` and `\}` escape.
 * @throws {IntrinsicSyntaxError}
 */
export function parseIntrinsic(text: string): Call {
  let at = 0
  let calls = 0
  const refuse = (what: string): never => {
    throw new IntrinsicSyntaxError(`'${text}' is not an intrinsic function: ${what} at position ${at + 1}`)
  }
  const space = (): void => {
    while (/\s/.test(text.charAt(at))) at++
  }
  const expect = (token: string): void => {
    if (!text.startsWith(token, at)) refuse(`'${token}' was expected`)
    at += token.length
  }

  const call = (): Call => {
    if (++calls > maxCalls) refuse(`more than ${maxCalls} functions are nested`)
    const name = /^States\.[A-Za-z0-9]+/.exec(text.slice(at))?.[0] ?? refuse("a function name was expected")
    at += name.length
    space()
    expect("(")
    space()
    const args: Argument[] = []
    while (text.charAt(at) !== ")") {
      if (args.length > 0) {
        expect(",")
        space()
      }
      args.push(argument())
      space()
    }
    at++
    return { name, args }
  }

  const argument = (): Argument => {
    const next = text.charAt(at)
    if (next === "'") return { kind: "value", value: quoted() }
    if (next === "$") return { kind: "path", text: path() }
    if (text.startsWith("States.", at)) return { kind: "call", call: call() }
    const word = /^(?:null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,)]|$)/.exec(text.slice(at))?.[0]
    if (word === undefined) return refuse("an argument was expected")
    at += word.length
    return { kind: "value", value: JSON.parse(word) as number | boolean | null } // the pattern above
  }

  const quoted = (): string => {
    at++
    let value = ""
    for (;;) {
      const char = text[at++]
      if (char === undefined) return refuse("a closing quote was expected")
      if (char === "'") return value
      // Braces stay escaped here, so that States.Format can tell them from its placeholders.
      if (char !== "\\") value += char
      else value += escaped(text[at++] ?? "")
    }
  }

  /** A path runs to the comma or parenthesis that ends the argument, outside brackets and quotes. */
  const path = (): string => {
    const from = at
    let depth = 0
    let quote = ""
    for (; at < text.length; at++) {
      const char = text.charAt(at)
      if (quote !== "") {
        if (char === "\\") at++
        else if (char === quote) quote = ""
      } else if (depth > 0 && (char === "'" || char === '"')) quote = char
      else if (char === "[" || char === "(") depth++
      else if (depth > 0 && (char === "]" || char === ")")) depth--
      else if (depth === 0 && (char === "," || char === ")")) break
    }
    return text.slice(from, at).trim()
  }

  space()
  const parsed = call()
  space()
  if (at < text.length) refuse(`'${text.slice(at)}' was not expected`)
  return parsed
}

function escaped(char: string): string {
  if (char === "{" || char === "}") return `\\${char}`
  if (char === "n") return "\n"
  if (char === "t") return "\t"
  if (char === "r") return "\r"
  return char === "'" || char === "\\" ? char : `\\${char}`
}
