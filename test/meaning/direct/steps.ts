import { createHash } from "node:crypto"

import type { AttemptNode, Compensation, Json, MatchNode, RepeatNode, RunNode, WhenNode } from "@stepwright/dsl"

import { type Frame, within } from "./frame.ts"
import { Failure, same, type Value } from "./value.ts"

/** Tries a task as often as its policy says. */
export function interpretRun({ call, name, policy, compensate }: RunNode, frame: Frame): Value {
  const { meaning, log, path } = frame
  if (call.kind !== "task") throw new Error(`The meaning of a ${call.kind} is not written here.`)
  const input = meaning.valueOf(call.input, frame) ?? null
  const key = shortened([...path, name].join("/"))
  const rules = policy.retry ?? meaning.tree.tasks[call.task]?.policy.retry ?? []
  if (compensate !== undefined) meaning.undos.push(() => interpretUndo(compensate, { key, input }, frame))
  const spent = rules.map(() => 1)
  for (let attempt = 1; ; attempt++) {
    log.calls.push({ task: call.task, key, attempt, input })
    const answer = meaning.world({ task: call.task, key, attempt, input })
    if ("output" in answer) return answer.output
    const { error } = answer
    const at = rules.findIndex(({ errors }) => errors.includes(error) || errors.includes("States.ALL"))
    const used = spent[at]
    if (used === undefined || used >= (rules[at]?.attempts ?? 0)) throw new Failure(error)
    spent[at] = used + 1
  }
}

/** Undoes a step that was attempted, by a key of its own. */
function interpretUndo(
  { known: call }: Compensation,
  step: { readonly key: string; readonly input: Json },
  frame: Frame,
): void {
  const { meaning, values, log } = frame
  if (call.kind !== "task") throw new Error(`The meaning of a ${call.kind} is not written here.`)
  for (const field of ["key", "input"] as const) values.set(`compensated ${field}`, step[field])
  const input = meaning.valueOf(call.input, frame) ?? null
  log.calls.push({ task: call.task, key: shortened(`${step.key}~undo`), attempt: 1, input })
}

/** Decision 0101: above 200 characters a key's sha256 stands for it. */
function shortened(key: string): string {
  return key.length > 200 ? createHash("sha256").update(key).digest("hex") : key
}

/** Takes the first branch whose condition holds. */
export function interpretWhen(node: WhenNode, frame: Frame): Value {
  const { block, valueOf } = frame.meaning
  const taken = node.branches.find(({ condition }) => valueOf(condition, frame) === true)?.body ?? node.otherwise
  return taken === undefined ? null : block(taken, within(frame, node.name))
}

/** Takes the case that equals the value. */
export function interpretMatch(node: MatchNode, frame: Frame): Value {
  const { block, valueOf } = frame.meaning
  const value = valueOf(node.value, frame)
  const taken = node.cases.find(({ equals }) => same(value, equals))?.body ?? node.otherwise
  return taken === undefined ? null : block(taken, within(frame, node.name))
}

/** Passes over the body while the conditions ask for more, at most `max` times. */
export function interpretRepeat(node: RepeatNode, frame: Frame): Value {
  const { id, name, initial, body, max = Infinity, exhausted } = node
  const { block, valueOf } = frame.meaning
  const holds = (condition: RepeatNode["while"]): boolean =>
    condition !== undefined && valueOf(condition, frame) === true
  const carry = (value: Value): Value => void frame.values.set(`carried ${id}`, value)
  carry(initial === undefined ? null : valueOf(initial, frame))
  for (let pass = 0; ; pass++) {
    const carried = frame.values.get(`carried ${id}`)
    if (pass > 0 && holds(node.until)) return carried
    if (node.while !== undefined && !holds(node.while)) return carried
    if (pass < max) carry(block(body, within(frame, name, `#${pass}`)))
    else if (exhausted === "fail") throw new Failure("Stepwright.RepeatExhausted")
    else return carried
  }
}

/** Tries a body; the first handler of the failure's name takes over. */
export function interpretAttempt(node: AttemptNode, frame: Frame): Value {
  const { block } = frame.meaning
  try {
    return block(node.body, within(frame, node.name))
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const { error, given } = failure
    const handler = node.handlers.find(({ errors }) => errors.includes(error) || errors.includes("States.ALL"))
    if (handler === undefined) throw failure
    const caught: Json = { Error: error, ...(given === undefined ? {} : { Cause: given }) }
    frame.values.set(`error ${node.id}`, caught)
    return block(handler.body, within(frame, `${node.name}~catch`))
  }
}
