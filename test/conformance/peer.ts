import type { Json } from "@stepwright/engine/asl"
import { type RunOptions, StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions"

import type { Attempt, ExecutionCase } from "./case.ts"
import { type Comparison, comparison } from "./compare/values.ts"
import { attemptsOf } from "./mocks.ts"
import { statesOf } from "./states-of.ts"

type JsonOfPeer = Parameters<StateMachine["run"]>[0]

/** A case that takes the peer longer hangs, in milliseconds: every wait and backoff is skipped. */
const patience = 2000

/**
 * Whether aws-local-stepfunctions ends a case as it was recorded: status, output, error name. Causes and histories are
 * not asked of it. Its tasks are answered by state, whatever their input; waits, backoffs and its validation are off.
 */
export async function peerAgrees(test: ExecutionCase): Promise<boolean> {
  const by = comparison(test)
  const { status, output, error } = test.expected
  const came = await run(test, by)
  if (came === undefined || came.status !== status) return false
  if (status === "SUCCEEDED") return by.difference(output ?? null, came.output ?? null, "output") === undefined
  return (error ?? "") === (came.error ?? "")
}

interface Came {
  readonly status: string
  readonly output?: Json
  readonly error?: string
}

async function run(test: ExecutionCase, by: Comparison): Promise<Came | undefined> {
  let abort = (): void => undefined
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), patience)
  try {
    const definition = structuredClone(test.definition) as unknown as StateMachineDefinition // the peer's type of the same
    const machine = new StateMachine(definition, { validationOptions: { noValidate: true } })
    const started = machine.run(structuredClone(test.input) as JsonOfPeer, { overrides: overridesOf(test, by) })
    abort = started.abort
    started.result.catch(() => undefined)
    const ended = started.result.then((output): Came => ({ status: "SUCCEEDED", output: output as Json })) // likewise
    return await Promise.race([ended, late.promise])
  } catch (error) {
    return failureOf(error)
  } finally {
    clearTimeout(timer)
    abort()
  }
}

function failureOf(error: unknown): Came {
  if (!(error instanceof Error)) return { status: "FAILED" }
  if (error.name === "ExecutionTimeoutError") return { status: "TIMED_OUT" }
  return { status: "FAILED", ...(error.cause instanceof Error ? { error: error.cause.name } : {}) }
}

function overridesOf(test: ExecutionCase, by: Comparison): NonNullable<RunOptions["overrides"]> {
  const states = statesOf(test.definition)
  const named = (type: string): readonly string[] =>
    states.filter((state) => state.type === type).map(({ name }) => name)
  const used = new Set<Attempt>()
  const zero = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 0]))
  return {
    taskResourceLocalHandlers: Object.fromEntries(
      named("Task").map((name) => [name, (input: JsonOfPeer) => answer(test, name, input, { by, used }) as JsonOfPeer]), // JSON
    ),
    waitTimeOverrides: zero(named("Wait")),
    retryIntervalOverrides: zero([...named("Task"), ...named("Parallel"), ...named("Map")]),
  }
}

function answer(
  test: ExecutionCase,
  state: string,
  input: Json,
  { by, used }: { readonly by: Comparison; readonly used: Set<Attempt> },
): Json {
  const open = attemptsOf(test, state).filter((attempt) => !used.has(attempt))
  const fitting = open.find((attempt) => by.difference(attempt.input, input, "input") === undefined)
  const attempt = fitting ?? open[0]
  if (attempt !== undefined) used.add(attempt)
  if (attempt?.output !== undefined) return structuredClone(attempt.output)
  const failure = new Error(attempt?.cause ?? "")
  failure.name = attempt?.never === true ? "States.Timeout" : (attempt?.error ?? "")
  throw failure
}
