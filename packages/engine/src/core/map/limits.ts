import { quotas } from "../../asl/quotas.ts"
import type { Json } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import type { EvalScope } from "../eval-scope.ts"
import { jsonType } from "../../query/json-type.ts"
import type { CompiledLimit, CompiledMap, CompiledReader } from "../machine.ts"
import type { Step } from "../step.ts"

/** Iterations of an inline Map that AWS runs at once, whatever `MaxConcurrency` says. */
const inlineConcurrency = quotas.inlineConcurrency.aws

/** Child executions of a distributed Map that run at once, whatever `MaxConcurrency` says. (AWS: state-map-distributed) */
const distributedConcurrency = 10_000

/**
 * How many iterations may run at once: `MaxConcurrency`, where 0 and absence mean as many as there are; of child
 * executions never more than 10,000.
 */
export function concurrencyOf(step: Step, state: CompiledMap, scope: EvalScope): number {
  return boundedConcurrency(step, state, maxConcurrencyOf(state, scope))
}

/** How many a `MaxConcurrency` allows. */
export function boundedConcurrency(step: Step, state: CompiledMap, number: number): number {
  const bound = state.distributed
    ? distributedConcurrency
    : step.machine.strict
      ? inlineConcurrency
      : Number.MAX_SAFE_INTEGER
  return number === 0 ? bound : Math.min(number, bound)
}

/** `MaxConcurrency` as it is written; 0 where it is absent. */
export function maxConcurrencyOf(state: CompiledMap, scope: EvalScope): number {
  if (state.concurrency === undefined) return 0
  const number = integer(state, state.concurrency, scope)
  if (number < 0) throw refused(state, state.concurrency, "MaxConcurrency cannot be negative.")
  return number
}

/** How many failures a Map tolerates; undefined where it sets no such bound. */
export interface Tolerated {
  readonly toleratedCount: number | undefined
  readonly toleratedPercentage: number | undefined
}

/** `ToleratedFailureCount` and `ToleratedFailurePercentage`. */
export function toleratedOf(state: CompiledMap, scope: EvalScope): Tolerated {
  return { toleratedCount: countOf(state, scope), toleratedPercentage: percentageOf(state, scope) }
}

/** An ItemReader's `MaxItems`; 0 where it sets none. */
export function maxItemsOf(state: CompiledMap, reader: CompiledReader, scope: EvalScope): number {
  return reader.maxItems === undefined ? 0 : integer(state, reader.maxItems, scope)
}

function countOf(state: CompiledMap, scope: EvalScope): number | undefined {
  if (state.toleratedCount === undefined) return undefined
  const number = integer(state, state.toleratedCount, scope)
  if (number < 0) throw refused(state, state.toleratedCount, "ToleratedFailureCount cannot be negative.")
  return number
}

function percentageOf(state: CompiledMap, scope: EvalScope): number | undefined {
  const limit = state.toleratedPercentage
  if (limit === undefined) return undefined
  const value = limit.value(scope)
  const number = numeric(value)
  if (number === undefined) throw unfit(state, limit, value, "float")
  if (number < 0 || number > 100) throw refused(state, limit, "ToleratedFailurePercentage must be between 0 and 100.")
  return number
}

/** A whole number that a field names. Recorded: a path may lead to one written as a string. */
function integer(state: CompiledMap, limit: CompiledLimit, scope: EvalScope): number {
  const value = limit.value(scope)
  const number = numeric(value)
  if (number === undefined || !Number.isInteger(number)) throw unfit(state, limit, value, "integer")
  return number
}

function numeric(value: Json): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined
}

function unfit(state: CompiledMap, limit: CompiledLimit, value: Json, kind: "float" | "integer"): QueryError {
  const shown = typeof value === "string" ? value : JSON.stringify(value)
  const cause = limit.path
    ? `The ${limit.field} field refers to value "${shown}" which is not a valid ${kind}: ${limit.text ?? ""}`
    : `The JSONata expression '${limit.text ?? ""}' specified for the field '${limit.field}' returned an unexpected result type. Expected '${kind === "float" ? "number" : "integer"}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`
  return refused(state, limit, cause)
}

function refused(state: CompiledMap, limit: CompiledLimit, cause: string): QueryError {
  return new QueryError(state.jsonata ? "States.QueryEvaluationError" : "States.Runtime", cause, limit.field)
}
