import type { Json } from "@stepwright/engine/asl"

import type { Comparison } from "./compare/values.ts"
import type { Attempt, AttemptsByInput, ExecutionCase, StoredObject } from "./case.ts"

/** A call of a task that the recording is asked for. */
export interface TaskCall {
  readonly state: string
  readonly stateInput: Json
  readonly input: Json
}

/** Hands out the recorded answers of a case, and notes where a call was not the recorded one. */
export class MockBook {
  /** The first call that was not as recorded. */
  problem: string | undefined
  readonly #test: ExecutionCase
  readonly #by: Comparison
  readonly #used = new Set<Attempt>()

  constructor(test: ExecutionCase, by: Comparison) {
    this.#test = test
    this.#by = by
  }

  /** Whether any attempt of this state was recorded. */
  knows(state: string): boolean {
    return this.#attempts(state).length > 0
  }

  /** The attempt that answers this call; undefined where none was recorded. */
  take(call: TaskCall): Attempt | undefined {
    const open = this.#attempts(call.state).filter((attempt) => !this.#used.has(attempt))
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

  #differs(attempt: Attempt, call: TaskCall): string | undefined {
    return (
      this.#by.difference(attempt.input, call.input, `task '${call.state}' input`) ??
      this.#by.difference(attempt.stateInput ?? attempt.input, call.stateInput, `task '${call.state}' state input`)
    )
  }

  #byInput(state: string): boolean {
    return !Array.isArray(this.#test.mocks[state])
  }

  #attempts(state: string): readonly Attempt[] {
    const mocks = state === "$s3" ? [] : (this.#test.mocks[state] ?? [])
    return "byInput" in mocks ? (mocks as AttemptsByInput).results : (mocks as readonly Attempt[]) // by the format
  }
}
