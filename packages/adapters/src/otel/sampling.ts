import { type Sampler, SamplingDecision, type SpanContext, trace, type Tracer } from "@opentelemetry/api"

import type { Identity } from "./identity.ts"
import { StepwrightIds } from "./span-ids.ts"

/** A span that is not recorded, as far as anybody needs one. */
export interface Unsampled {
  spanContext(): SpanContext
}

/**
 * Asks a provider's sampler about executions, without a span begun for each one that it turns down: most of what an
 * execution costs that is not sampled. The SDK's tracers hold their sampler and their id generator, which is no part of
 * their API; where either is not found, or others than we know are, nothing is known before the span is begun.
 */
export class Sampling {
  readonly #sampler: Sampler | undefined

  constructor(tracer: Tracer) {
    const { _sampler: sampler, _idGenerator: ids } = tracer as {
      readonly _sampler?: unknown
      readonly _idGenerator?: unknown
    } // any object
    // A generator that does not go by our ids would have the sampler judge each span by two of them.
    this.#sampler = ids instanceof StepwrightIds && isSampler(sampler) ? sampler : undefined
  }

  /**
   * What stands for an execution's span that the sampler wants neither recorded nor sampled; undefined for all others.
   * @param name - The span's.
   */
  turnsDown(identity: Identity, name: string, redrives: number): Unsampled | undefined {
    if (this.#sampler === undefined) return undefined
    const { parent, traceId, kind } = identity
    const { decision, traceState } = this.#sampler.shouldSample(parent, traceId, name, kind, {}, [])
    if (decision !== SamplingDecision.NOT_RECORD) return undefined
    return new TurnedDown(identity, redrives, traceState)
  }
}

/** There is one for nearly every execution, and hardly one is ever asked. */
class TurnedDown implements Unsampled {
  readonly #identity: Identity
  readonly #redrives: number
  readonly #traceState: SpanContext["traceState"]

  constructor(identity: Identity, redrives: number, traceState: SpanContext["traceState"]) {
    this.#identity = identity
    this.#redrives = redrives
    this.#traceState = traceState
  }

  spanContext(): SpanContext {
    const state = this.#traceState ?? trace.getSpanContext(this.#identity.parent)?.traceState
    return this.#identity.unrecorded(this.#redrives, state)
  }
}

function isSampler(value: unknown): value is Sampler {
  return (
    typeof value === "object" && value !== null && "shouldSample" in value && typeof value.shouldSample === "function"
  )
}
