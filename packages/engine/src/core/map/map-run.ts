import { isJsonObject } from "../../asl/json.ts"
import { prf } from "../../query/prf.ts"
import { EvalScope } from "../eval-scope.ts"
import { effectiveInput } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import type { Step } from "../step.ts"
import { homeOf, labelOf } from "./child-name.ts"
import { maxConcurrencyOf, type Tolerated } from "./limits.ts"
import { emptyTally } from "./tally.ts"

/**
 * Begins a distributed Map's run: `MapRunStarted`. Its ARN is `…:mapRun:<machine>/<label>:<execution>.<number>.<8 hex>`:
 * it leads back to the execution, which alone knows of the run.
 */
export function startMapRun(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  scope: EvalScope,
  { toleratedCount, toleratedPercentage }: Tolerated,
): void {
  const number = step.mapRuns.length
  const arn = mapRunArn(step, state, number)
  frame.mapRun = number
  step.setMapRun(number, {
    arn,
    state: state.name,
    status: "RUNNING",
    startedAt: step.at,
    maxConcurrency: maxConcurrencyOf(state, scope),
    ...(toleratedCount === undefined ? {} : { toleratedCount }),
    ...(toleratedPercentage === undefined ? {} : { toleratedPercentage }),
    executions: emptyTally(0),
    redriveCount: 0,
  })
  step.event(frame, "MapRunStarted", step.recording ? { mapRunArn: arn } : {})
}

function mapRunArn({ run }: Step, state: CompiledMap, number: number): string {
  const { header } = run
  const check = prf(`${header.seed}/MapRun`, number).toString(16).padStart(8, "0")
  return `${homeOf(header.id, "mapRun")}/${labelOf(header.id, state)}:${header.name}.${number}.${check}`
}

/** The execution that a map run's ARN leads to, and the run's number there; undefined where it is no such ARN. */
export function mapRunAddress(arn: string): { readonly execution: string; readonly number: number } | undefined {
  const [, home, path, name, number] = /^(.*):mapRun:(.*)\/[^/:]*:([^:]*)\.(\d{1,9})\.[0-9a-f]{8}$/.exec(arn) ?? []
  if (home === undefined || number === undefined) return undefined
  return { execution: `${home}:execution:${path ?? ""}:${name ?? ""}`, number: Number(number) }
}

/** `Context.Map.Item.Source` of a distributed Map: where its items come from. */
export function sourceOf(step: Step, frame: Frame, state: CompiledMap): string {
  const given = state.reader?.arguments?.(new EvalScope(step, frame, effectiveInput(step, frame, state)))
  if (!isJsonObject(given)) return "STATE_DATA"
  const parts = [given.Bucket, given.Key ?? given.Prefix].filter((part) => typeof part === "string")
  return `S3://${parts.join("/")}`
}
