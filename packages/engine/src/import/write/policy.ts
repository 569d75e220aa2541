import type { Json, JsonObject } from "../../asl/json.ts"
import { type Code, jsonCode, objectCode } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import { checkHandled } from "./handled.ts"
import { listOf } from "./read-state.ts"

/** Named fields of an options object. */
export type Options = readonly (readonly [string, Code])[]

/**
 * The timeout, heartbeat and retry rules of a Task, as options of its step.
 * @param again - The state evaluates something that may fail, which its own rules retry like any other failure.
 * @throws {Unstructured} for what no option says.
 */
export function policyOptions(name: string, fields: JsonObject, again: boolean): Options {
  const rules = listOf(fields.Retry).map((rule) => ruleOf(name, rule, again))
  const [first] = rules
  const retry: Code = rules.length === 1 && first !== undefined ? first : { kind: "array", items: rules }
  return [
    ...limitOf(name, "timeout", fields.TimeoutSeconds),
    ...limitOf(name, "heartbeat", fields.HeartbeatSeconds),
    ...(first === undefined ? [] : [["retry", retry] as const]),
  ]
}

function limitOf(name: string, option: string, seconds: Json | undefined): Options {
  if (seconds === undefined) return []
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 1)
    throw new Unstructured("FIELD", `Its ${option} is computed.`, name)
  return [[option, jsonCode(durationOf(seconds))]]
}

/** Seconds as people write them: `90s`, `15m`, `1d`. */
export function durationOf(seconds: number): string {
  const [size, unit] = (
    [
      [86_400, "d"],
      [3600, "h"],
      [60, "m"],
    ] as const
  ).find(([size]) => seconds % size === 0) ?? [1, "s"]
  return `${seconds / size}${unit}`
}

const queryFailed = "States.QueryEvaluationError"

/** Whether a state's own rules retry its failing expressions. */
export function retriesQueries({ Retry }: JsonObject): boolean {
  return listOf(Retry).some(({ ErrorEquals }) => includesQueries(ErrorEquals as readonly Json[])) // the definition was checked
}

function includesQueries(errors: readonly Json[]): boolean {
  return errors.includes(queryFailed) || isWide(errors)
}

function isWide(errors: readonly Json[]): boolean {
  return errors.includes("States.ALL") || errors.includes("States.TaskFailed")
}

function ruleOf(name: string, rule: JsonObject, again: boolean): Code {
  const { ErrorEquals, MaxAttempts = 3, IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = rule
  const errors = (ErrorEquals as readonly Json[]).filter((error) => typeof error === "string") // the definition was checked
  for (const error of errors) checkHandled(name, error)
  const [attempts, interval, backoff] = [Number(MaxAttempts) + 1, Number(IntervalSeconds), Number(BackoffRate)]
  if (MaxDelaySeconds !== undefined && Number(MaxDelaySeconds) <= interval)
    throw new Unstructured("FIELD", "Its Retry waits no longer than at first.", name)
  // A step leaves an expression that failed as it is, unless it is told otherwise.
  const named = isWide(errors) && again && !errors.includes(queryFailed) ? [...errors, queryFailed] : errors
  return objectCode([
    ...(named.length === 1 && named[0] === "States.ALL" ? [] : [["errors", jsonCode(named)] as const]),
    ["attempts", jsonCode(attempts)],
    ...(interval === 1 || attempts === 1 ? [] : [["interval", jsonCode(durationOf(interval))] as const]),
    ...(backoff === 2 || attempts === 1 ? [] : [["backoff", jsonCode(backoff)] as const]),
    ...(MaxDelaySeconds === undefined || attempts === 1
      ? []
      : [["maxInterval", jsonCode(durationOf(Number(MaxDelaySeconds)))] as const]),
    ...(JitterStrategy === "FULL" ? [["jitter", jsonCode(true)] as const] : []),
  ])
}
