import {
  activityKey,
  AdapterError,
  type Backend,
  type Clock,
  createClient,
  deploymentKey,
  type EngineOptions,
  type Home,
  type TestStateOptions,
} from "@stepwright/engine"

import { ApiError } from "./api-error.ts"
import { operations } from "./operations/index.ts"
import type { Parts } from "./parts.ts"
import { Definitions } from "./store/definitions.ts"
import { registered } from "./store/register.ts"
import { TypedDocuments } from "./store/typed-documents.ts"

/** What {@link stepFunctions} works on. */
export interface StepFunctionsOptions {
  /** Stays the caller's. */
  readonly backend: Backend
  /** Of the ARNs that it makes, and the only ones that it knows. Default `local`. */
  readonly region?: string
  /** Twelve digits, likewise. Default `000000000000`. */
  readonly account?: string
  /** What was written in the DSL, or by hand, and is there without being created. */
  readonly workflows?: EngineOptions["workflows"]
  /** `aws` enforces AWS's quotas on what is created here. Default: the engine's own. */
  readonly target?: NonNullable<EngineOptions["target"]>
  /** Default: the system's. */
  readonly clock?: Clock
  /** Answers the Tasks of TestState that are not mocked. Default: they fail. */
  readonly callTask?: NonNullable<TestStateOptions["call"]>
  /**
   * What workers serve, by the keys of their `resources`. Makes creation strict: a definition that calls anything else is
   * refused, with all that it calls. Default: that shows when it is run.
   */
  readonly served?: Iterable<string>
}

/** What a caller may say beside the request. */
export interface CallContext {
  /** Ends a long poll whose caller is gone. */
  readonly signal?: AbortSignal
}

/** The operations of AWS Step Functions, without a wire. */
export interface StepFunctions {
  readonly region: string
  readonly account: string
  /**
   * @param request - The members of the SDK's command; from outside: everything is checked.
   * @returns the members of its result; times are seconds since 1970.
   * @throws {ApiError}
   */
  call(operation: string, request: unknown, context?: CallContext): Promise<Readonly<Record<string, unknown>>>
}

/**
 * Makes the service. It runs nothing: a worker with `storedPlans` does.
 * @throws {EngineError} as `createClient`.
 */
export function stepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { backend, region = "local", account = "000000000000", workflows = [], target, served } = options
  const { clock = { now: () => Date.now() }, callTask } = options
  const { documents } = backend
  const home: Home = `arn:aws:states:${region}:${account}`
  const parts: Parts = {
    backend,
    client: createClient({
      backend,
      workflows,
      ...(target === undefined ? {} : { target }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    }),
    clock,
    region,
    account,
    home,
    machines: new TypedDocuments(documents, "machine/", deploymentKey),
    definitions: new Definitions(documents),
    activities: new TypedDocuments(documents, "activity/", activityKey),
    redrives: new TypedDocuments(documents, "redrive/"),
    callTask,
    served: served === undefined ? undefined : [...served],
  }
  let ready: Promise<void> | undefined
  return {
    region,
    account,
    async call(operation, request, context = {}) {
      const run = operations.get(operation)
      if (run === undefined) throw new ApiError("UnknownOperationException", "")
      ready ??= registered(parts, workflows)
      await ready.catch((error: unknown) => {
        ready = undefined
        throw error
      })
      try {
        return await run(parts, request, context)
      } catch (error) {
        throw AdapterError.is(error) ? failed(error) : error
      }
    },
  }
}

/** What the store could not do. SDKs try a throttled call again by themselves. */
function failed(error: AdapterError): unknown {
  if (error.code === "BACKEND_FULL") return new ApiError("ThrottlingException", "Rate exceeded")
  return error.retryable ? new ApiError("ServiceUnavailable", "The store cannot be reached.", { status: 503 }) : error
}
