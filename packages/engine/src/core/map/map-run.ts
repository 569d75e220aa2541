import { isJsonObject, type Json } from "../../asl/json.ts"
import { uuid } from "../../query/prf.ts"
import { EvalScope } from "../eval-scope.ts"
import { effectiveInput } from "../flow.ts"
import type { ChildExecution, Frame } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import type { Step } from "../step.ts"

/** The ARN of a distributed Map's run: `…:mapRun:<machine>/<label>:<uuid>`. The same on every replay. */
export function mapRunArn(step: Step, frame: Frame, state: CompiledMap): string {
  const { stateMachine, seed } = step.run.header
  const name = `${seed}/${frame.id}/${frame.entries}/${frame.retryCount}/MapRun`
  const label = state.label ?? uuid(name, 1)
  return `${stateMachine.id.replace(":stateMachine:", ":mapRun:")}/${label}:${uuid(name, 0)}`
}

/** What an iteration of a distributed Map is to itself: an execution with an id, a name and an input of its own. */
export function childExecution(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  index: number,
  input: Json,
): ChildExecution {
  const name = uuid(`${step.run.header.seed}/${frame.id}/${frame.entries}/${frame.retryCount}/Child`, index)
  const run = mapRunArn(step, frame, state).replace(":mapRun:", ":execution:")
  return { id: `${run.slice(0, run.lastIndexOf(":"))}:${name}`, name, input, startedAt: step.at }
}

/** `Context.Map.Item.Source` of a distributed Map: where its items come from. */
export function sourceOf(step: Step, frame: Frame, state: CompiledMap): string {
  const given = state.reader?.arguments?.(new EvalScope(step, frame, effectiveInput(step, frame, state)))
  if (!isJsonObject(given)) return "STATE_DATA"
  const parts = [given.Bucket, given.Key ?? given.Prefix].filter((part) => typeof part === "string")
  return `S3://${parts.join("/")}`
}
