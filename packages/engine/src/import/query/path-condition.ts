import type { Json, JsonObject } from "../../asl/json.ts"
import type { Code } from "../code/code.ts"
import { textIn } from "../text-in.ts"
import { Unstructured } from "../unstructured.ts"

/**
 * A Choice rule of paths as a condition, where it only asks whether fields are there. Any other comparison of what is not
 * there fails with `States.Runtime`, which no step can.
 * @param name - Of the state, for what is told.
 * @throws {Unstructured} for anything else.
 */
export function pathCondition(name: string, rule: JsonObject, input: Code): Code {
  const texts: string[] = [""]
  const write = (text: string): void => void texts.push((texts.pop() ?? "") + text)
  const value = (steps: readonly string[]): void => {
    texts.push(steps.map((step) => (words.test(step) ? `.\`${step}\`` : `.${step}`)).join(""))
  }
  writeRule(rule)
  return { kind: "jsonata", schema: "z.boolean()", texts, values: texts.slice(1).map(() => input) }

  function writeRule(one: JsonObject): void {
    const { And, Or, Not, Variable, IsPresent } = one
    const parts = And ?? Or
    if (Array.isArray(parts)) return writeAll(And === undefined ? " or " : " and ", parts as readonly JsonObject[]) // the definition was checked
    if (Not !== undefined) return negated(() => writeRule(Not as JsonObject)) // likewise
    if (typeof IsPresent !== "boolean") throw new Unstructured("LANGUAGE", "It compares by paths.", name)
    const steps = stepsOf(name, textIn(Variable))
    if (IsPresent) writePresence(steps)
    else negated(() => writePresence(steps))
  }

  function negated(inner: () => void): void {
    write("$not(")
    inner()
    write(")")
  }

  function writeAll(between: string, rules: readonly JsonObject[]): void {
    write("(")
    for (const [at, one] of rules.entries()) {
      if (at > 0) write(between)
      writeRule(one)
    }
    write(")")
  }

  /** A path of JSONPath neither looks into lists, as one of JSONata does, nor takes an empty list for nothing. */
  function writePresence(steps: readonly string[]): void {
    if (steps.length === 0) return write("true")
    write("(")
    for (const [at, step] of steps.entries()) {
      if (at > 0) write(" and ")
      write("$type(")
      value(steps.slice(0, at))
      write(`) = 'object' and '${step}' in $keys(`)
      value(steps.slice(0, at))
      write(")")
    }
    write(")")
  }
}

/** What is no name in JSONata. */
const words = /^(?:and|or|in|true|false|null|function)$/

/** The names in a path of plain names. */
function stepsOf(state: string, path: Json): readonly string[] {
  if (typeof path !== "string" || !/^\$(?:\.[A-Za-z_]\w*)*$/.test(path))
    throw new Unstructured("LANGUAGE", `It reads ${JSON.stringify(path)}.`, state)
  return path.split(".").slice(1)
}
