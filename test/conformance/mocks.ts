import type { Json } from "@stepwright/engine/asl"

import type { Comparison } from "./compare/values.ts"
import type { Attempt, ExecutionCase, StoredObject } from "./case.ts"

/** A call of a task that the recording is asked for. */
export interface TaskCall {
  readonly state: string
  readonly stateInput: Json
  readonly input: Json
  /** The token that the answer must name. */
  readonly token?: string | undefined
}

/** Hands out the recorded answers of a case, and notes where a call was not the recorded one. */
export class MockBook {
  /** The first call that was not as recorded. */
  problem: string | undefined
  readonly #test: ExecutionCase
  readonly #by: Comparison
  readonly #used = new Set<Attempt>()
  readonly #tokens = new Map<string, string>()

  constructor(test: ExecutionCase, by: Comparison) {
    this.#test = test
    this.#by = by
  }

  /** Whether any attempt of this state was recorded. */
  knows(state: string): boolean {
    return this.#attempts(state).length > 0
  }

  /** The attempt that answers this call; undefined where none was recorded. */
  take(made: TaskCall): Attempt | undefined {
    const open = this.#attempts(made.state).filter((attempt) => !this.#used.has(attempt))
    this.#learnToken(made.token, open[0])
    const call = { ...made, input: this.renamed(made.input), stateInput: this.renamed(made.stateInput) }
    const attempt = this.#byInput(call.state) ? open.find((one) => this.#differs(one, call) === undefined) : open[0]
    if (attempt === undefined) {
      this.problem ??= `task '${call.state}' was called with ${JSON.stringify(call.input).slice(0, 300)}, recorded no such call`
      return undefined
    }
    this.problem ??= this.#differs(attempt, call)
    this.#used.add(attempt)
    return attempt
  }

  /** The object that an ItemReader reads. */
  object(bucket: Json | undefined, key: Json | undefined): StoredObject | undefined {
    const objects = (this.#test.mocks.$s3 ?? []) as readonly StoredObject[] // `$s3` holds objects
    return objects.find((object) => object.bucket === bucket && object.key === key)
  }

  /** Where an attempt was recorded and not asked for. */
  unused(): string | undefined {
    for (const state of Object.keys(this.#test.mocks)) {
      const left = this.#attempts(state).filter((attempt) => !this.#used.has(attempt)).length
      if (left > 0) return `task '${state}': ${left} recorded calls were not made`
    }
    return undefined
  }

  /** A value of ours with the recording's names of the task tokens that we gave out. */
  renamed<T extends Json | object>(value: T): T {
    if (this.#tokens.size === 0) return value
    let text = JSON.stringify(value)
    for (const [token, name] of this.#tokens) text = text.replaceAll(JSON.stringify(token).slice(1, -1), name)
    return JSON.parse(text) as T // a string for a string
  }

  /** The recording calls the tokens that AWS gave out `<task_token:1>` and so on; its answers repeat them. */
  #learnToken(token: string | undefined, attempt: Attempt | undefined): void {
    const name = /<task_token:\d+>/.exec(JSON.stringify(attempt?.input ?? null))?.[0]
    if (token !== undefined && name !== undefined) this.#tokens.set(token, name)
  }

  #differs(attempt: Attempt, call: TaskCall): string | undefined {
    const of = `task '${call.state}'`
    return (
      this.#by.difference(attempt.input, call.input, `${of} input`) ??
      (attempt.stateInput === undefined
        ? undefined
        : this.#by.difference(attempt.stateInput, call.stateInput, `${of} state input`))
    )
  }

  #byInput(state: string): boolean {
    return !Array.isArray(this.#test.mocks[state])
  }

  #attempts(state: string): readonly Attempt[] {
    return attemptsOf(this.#test, state)
  }
}

/** The recorded attempts of a state, in order. */
export function attemptsOf({ mocks }: ExecutionCase, state: string): readonly Attempt[] {
  const own = state === "$s3" ? [] : (mocks[state] ?? [])
  return "byInput" in own ? own.results : (own as readonly Attempt[]) // by the format
}
