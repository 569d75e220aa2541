import { isJsonObject, type JsonObject } from "../../asl/json.ts"
import { callCode, type Code, jsonCode, type Statement } from "../code/code.ts"

/** A statement that embeds states: what it calls, the states, and what they are given. */
interface Embedding {
  readonly call: Extract<Code, { readonly kind: "call" }>
  readonly machine: JsonObject
  readonly input: Code | undefined
}

/** Embedded states that follow each other, as one run of them. */
export function mergeEmbedded(statements: readonly Statement[]): readonly Statement[] {
  return statements.reduce<readonly Statement[]>((before, statement) => {
    const last = before.at(-1)
    const merged = last === undefined ? undefined : joined(last, statement)
    return merged === undefined ? [...before, statement] : [...before.slice(0, -1), merged]
  }, [])
}

/**
 * Whether a level's statements only give the states that are embedded what it begins with, and hand on what they give:
 * then the states beside them do nothing but name where those lead, and are embedded with them, as they are.
 */
export function isEmbeddedAlone(statements: readonly Statement[], input: Code): boolean {
  const [only, last, ...more] = statements.filter(({ kind }) => kind !== "comment")
  if (only === undefined || only.kind === "comment" || more.length > 0) return false
  const embedding = embeddingIn(only.kind === "const" ? only.init : only.code)
  if (embedding === undefined) return false
  const { input: given } = embedding
  if (given !== undefined && !(given.kind === "name" && input.kind === "name" && given.value === input.value))
    return false
  if (only.kind === "return") return last === undefined
  return only.kind === "const" && last?.kind === "return" && last.code.kind === "name" && last.code.value === only.value
}

function joined(before: Statement, after: Statement): Statement | undefined {
  if (before.kind !== "const" || after.kind === "comment") return undefined
  const [first, second] = [embeddingIn(before.init), embeddingIn(after.kind === "const" ? after.init : after.code)]
  if (first === undefined || second?.input?.kind !== "name" || second.input.value !== before.value) return undefined
  const states = { ...(first.machine.States as JsonObject), ...(second.machine.States as JsonObject) } // as `w.asl` takes them
  const code = callCode("w.asl", jsonCode({ ...first.machine, States: states }), ...first.call.args.slice(1))
  return after.kind === "const" ? { ...after, init: code } : { ...after, code }
}

function embeddingIn(code: Code): Embedding | undefined {
  if (code.kind !== "call" || code.fn !== "w.asl") return undefined
  const [machine, options] = code.args
  if (machine?.kind !== "json" || !isJsonObject(machine.value)) return undefined
  const input = options?.kind === "object" ? options.fields.find(([key]) => key === "input")?.[1] : undefined
  return { call: code, machine: machine.value, input }
}
