import type { Way } from "../flow/draft.ts"
import { addState, expression, type Place } from "../flow/place.ts"
import { onWay, type Position, read } from "../flow/read.ts"
import { quote } from "../expression/quote.ts"
import { earlierAttempts, failureText } from "./failure.ts"
import type { Saga, Target } from "./saga.ts"

/**
 * What a branch that went well reports: its value, and what undoing its steps will read.
 * @param value - JSONata; absent where the value is.
 * @param steps - How many of the saga's steps came to their end.
 */
export function successText(
  place: Place,
  saga: Saga,
  position: Position,
  value: string,
  steps: number,
  more: string = "",
): string {
  return `{'ok': true, ${more}'value': ${value}, 'steps': ${stepsText(place, saga, position, { to: "chain", step: steps })}}`
}

/** Completes the ways on which a branch fails: it ends well, with a report of what it attempted. */
export function reportFailures(place: Place, saga: Saga, name: string): void {
  const { plan, level } = place
  const timed = plan.tree.compensationTimeoutSeconds !== undefined
  const others: Way[] = []
  for (const { way, failure, target } of saga.failures) {
    if (failure === undefined) continue // a pivot's, and no branch has one
    const steps = stepsText(place, saga, onWay(level, way), target)
    way.output = expression(`{'ok': false, 'failure': ${failureText(failure, timed)}, 'steps': ${steps}}`)
    if (way.kind === "next" || way.kind === "cancelled") way.ends = true
    else others.push(way)
  }
  if (others.length === 0) return
  const draft = addState(place, others, "Succeed", { name: `${name} failed`, role: "saga" })
  for (const way of others) way.next = draft.name
}

/** By step: how far it came, and what undoing it reads. */
function stepsText(place: Place, saga: Saga, position: Position, { to, step }: Target): string {
  const known = saga.undos.slice(0, step).map((_, index) => entryText(place, saga, position, index, "known"))
  const own = to === "chain" ? [] : [entryText(place, saga, position, step, "unknown")]
  const retried = `${earlierAttempts} > 0`
  const entries = [
    ...known,
    ...(to === "perhaps" ? own.map(([id, text]) => [id, `${retried} ? ${text}`] as const) : own),
  ]
  return `{${entries.map(([id, text]) => `${quote(id)}: ${text}`).join(", ")}}`
}

/** One attempted step: its id, and JSONata of how far it came and of what undoing it reads. */
export function entryText(
  place: Place,
  saga: Saga,
  position: Position,
  step: number,
  is: "known" | "unknown",
): readonly [string, string] {
  const id = saga.undos[step]?.node.id ?? ""
  const captured = [...(saga.captured.get(step) ?? [])]
  const answers = [`step:${id}`, `journal:${id}`]
  const fields = captured.flatMap(([key, name]) =>
    is === "unknown" && answers.includes(key) ? [] : [`'${name}': ${read(place.plan, position, key)}`],
  )
  return [id, `{${[`'is': '${is}'`, ...fields].join(", ")}}`]
}
