import type { Backend, Clock } from "@stepwright/engine"

import { ApiError } from "./api-error.ts"

/** What {@link stepFunctions} works on. */
export interface StepFunctionsOptions {
  /** Stays the caller's. */
  readonly backend: Backend
  /** Of the ARNs that it makes. Default `local`. */
  readonly region?: string
  /** Twelve digits, of the ARNs that it makes. Default `000000000000`. */
  readonly account?: string
  /** Default: the system's. */
  readonly clock?: Clock
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

/** Makes the service. */
export function stepFunctions({ region = "local", account = "000000000000" }: StepFunctionsOptions): StepFunctions {
  return {
    region,
    account,
    async call() {
      throw new ApiError("UnknownOperationException", "")
    },
  }
}
