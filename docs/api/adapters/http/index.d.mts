import { Backend, Clock, EngineOptions, Logger, TestStateOptions } from "@stepwright/engine";
import { Hono } from "hono";
/** A request as it came over the wire, for whoever decides on it. */
interface ApiRequest {
  /** `StartExecution`; empty where the target names none. */
  readonly operation: string;
  /** The ARNs that it is about; `["*"]` where it names none, as a listing or a task token does. */
  readonly resources: readonly string[];
  readonly method: string;
  /** As it was asked for, with its query. */
  readonly url: string;
  readonly headers: Headers;
  /** As it came. */
  readonly body: Uint8Array;
}
/** What becomes of a request. A refusal is answered as `{"__type": type, "message": message}`. */
type Verdict = {
  readonly allowed: true;
} | {
  readonly allowed: false;
  /** `AccessDeniedException`, `InvalidSignatureException`, … */
  readonly type: string;
  readonly message: string;
  /** Default 400. */
  readonly status?: number;
};
/** Decides on a request before anything of it is looked at. Asked once for each. */
type Authorize = (request: ApiRequest) => Promise<Verdict>;
/** What {@link stepFunctions} works on. */
interface StepFunctionsOptions {
  /** Stays the caller's. */
  readonly backend: Backend;
  /** Of the ARNs that it makes, and the only ones that it knows. Default `local`. */
  readonly region?: string;
  /** Twelve digits, likewise. Default `000000000000`. */
  readonly account?: string;
  /** What was written in the DSL, or by hand, and is there without being created. */
  readonly workflows?: EngineOptions["workflows"];
  /** `aws` enforces AWS's quotas on what is created here. Default: the engine's own. */
  readonly target?: NonNullable<EngineOptions["target"]>;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Answers the Tasks of TestState that are not mocked. Default: they fail. */
  readonly callTask?: NonNullable<TestStateOptions["call"]>;
  /**
   * What workers serve, by the keys of their `resources`. Makes creation strict: a definition that calls anything else is
   * refused, with all that it calls. Default: that shows when it is run.
   */
  readonly served?: Iterable<string>;
}
/** What a caller may say beside the request. */
interface CallContext {
  /** Ends a long poll whose caller is gone. */
  readonly signal?: AbortSignal;
}
/** The operations of AWS Step Functions, without a wire. */
interface StepFunctions {
  readonly region: string;
  readonly account: string;
  /**
   * @param request - The members of the SDK's command; from outside: everything is checked.
   * @returns the members of its result; times are seconds since 1970.
   * @throws {ApiError}
   */
  call(operation: string, request: unknown, context?: CallContext): Promise<Readonly<Record<string, unknown>>>;
}
/**
 * Makes the service. It runs nothing: a worker with `storedPlans` does.
 * @throws {EngineError} as `createClient`.
 */
export declare function stepFunctions(options: StepFunctionsOptions): StepFunctions;
/** How {@link stepFunctionsApi} answers. */
interface StepFunctionsApiOptions {
  readonly service: StepFunctions;
  /** Who may do what. Default: everybody everything. */
  readonly authorize?: Authorize;
  /** Bytes that a request may have. Default: AWS's mebibyte of a definition, and room for it as JSON text. */
  readonly bodyLimit?: number;
  /** Told of what should not happen: an operation that failed of itself. Default: nobody. */
  readonly logger?: Logger;
}
/** The API of AWS Step Functions as it stands on the wire: AWS JSON 1.0. */
export declare function stepFunctionsApi(options: StepFunctionsApiOptions): Hono;
/** What an operation answers in place of a result. */
export declare class ApiError extends Error {
  readonly name = "ApiError";
  /** An exception of the service model, or one of the protocol: `ExecutionDoesNotExist`, `ValidationException`. */
  readonly type: string;
  /** Of HTTP. */
  readonly status: number;
  /** Members that the model gives this exception beside its message: `resourceName`, `reason`. */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(type: string, message: string, { status, members }?: {
    readonly status?: number;
    readonly members?: Readonly<Record<string, unknown>>;
  });
}
export type { ApiRequest, Authorize, CallContext, StepFunctions, StepFunctionsApiOptions, StepFunctionsOptions, Verdict };