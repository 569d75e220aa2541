import { type Code, Merge, type MergedCode, nameOf, Value } from "../code/code.ts"

/** What is known at a point between two states. */
export interface Env {
  /** What the next state is given. */
  readonly input: Code
  /** The variables that are surely assigned. */
  readonly variables: ReadonlyMap<string, Code>
}

/** Ways that meet: what each brings where they differ, and what is known after them. */
export interface Met {
  readonly env: Env
  /** What each way gives, in their order; undefined where none has to give anything. */
  readonly given: readonly MergedCode[] | undefined
  /** What the construct that they leave comes to. */
  readonly value: Value
}

/**
 * Joins what is known on several ways, at least one, that leave the same construct.
 * @param outside - What is known before it: what is introduced inside is not seen after it.
 */
export function meet(envs: readonly Env[], outside: Env, wanted: string): Met {
  const merge = new Merge(true)
  const value = new Value(wanted, merge)
  const keys = keysOf(envs)
  const stays = (key: string): boolean => {
    const first = read(envs[0], key)
    const told = new Set(envs.map((env) => textOf(read(env, key))))
    return told.size === 1 && first !== undefined && (isConstant(first) || told.has(textOf(read(outside, key))))
  }
  const differing = keys.filter((key) => !stays(key))
  const joined = (key: string): Code =>
    differing.includes(key)
      ? { kind: "field", of: nameOf(value), name: fieldOf(key, keys), sure: true }
      : (read(envs[0], key) ?? nameOf(value))
  const given = envs.map((env): MergedCode => ({
    kind: "merged",
    merge,
    fields: differing.map((key) => [fieldOf(key, keys), read(env, key) ?? nameOf(value)]),
  }))
  return {
    env: {
      input: joined(inputKey),
      variables: new Map(keys.filter((key) => key !== inputKey).map((key) => [key, joined(key)])),
    },
    given: differing.length === 0 ? undefined : given,
    value,
  }
}

/** Stands for the input among the names of variables, which are never empty. */
export const inputKey = ""

/** The input, and the variables that every way assigns. */
function keysOf(envs: readonly Env[]): readonly string[] {
  const [first] = envs
  return [
    inputKey,
    ...[...(first?.variables.keys() ?? [])].filter((name) => envs.every((env) => env.variables.has(name))),
  ]
}

export function read(env: Env | undefined, key: string): Code | undefined {
  return key === inputKey ? env?.input : env?.variables.get(key)
}

/** What a variable is called as a field of a merged value, beside the input and a loop's own. */
export function fieldOf(key: string, keys: readonly string[]): string {
  if (key !== inputKey) return key === "again" ? "again2" : key
  let name = "input"
  while (keys.includes(name)) name += "_"
  return name
}

function isConstant(code: Code): boolean {
  return code.kind === "json" || code.kind === "text"
}

const ids = new WeakMap<object, number>()
let last = 0

/** Tells codes apart: values by their identity, the rest by what it says. */
function textOf(code: Code | undefined): string {
  return (
    JSON.stringify(code, (_key, part: unknown) =>
      part instanceof Value || part instanceof Merge ? idOf(part) : part,
    ) ?? ""
  )
}

function idOf(object: object): string {
  const id = ids.get(object) ?? ++last
  ids.set(object, id)
  return `#${id}`
}
