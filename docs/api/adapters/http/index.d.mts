import { KeyObject } from "node:crypto";
import { Backend, Client, Clock, EngineOptions, Logger, TestStateOptions } from "@stepwright/engine";
import { Hono } from "hono";
import { OpenAPIHono } from "@hono/zod-openapi";
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
  /** Aborted when the server is to end: long polls end at once. Default: never. */
  readonly closing?: AbortSignal;
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
/** A key that requests are signed with. Holds its secret in a form that is not printed. */
interface AccessKey {
  /** `AKIAIOSFODNN7EXAMPLE` */
  readonly id: string;
  /** Whose it is: policies speak of users, so that a key can be changed for another. */
  readonly user: string;
  /** Of temporary credentials: what must come with each request, too. */
  readonly sessionToken: KeyObject | undefined;
  /** `date/region/service`: the key for one day, kept for as long as the day is asked for. */
  signingKey(date: string, region: string, service: string): KeyObject;
}
/** A secret, or the variable of the environment that holds it. */
type SecretText = string | {
  readonly env: string;
};
/** A key for Signature Version 4. */
interface AccessKeyEntry {
  readonly accessKeyId: string;
  /** At least 16 printable characters. */
  readonly secretAccessKey: SecretText;
  /** Of temporary credentials. */
  readonly sessionToken?: SecretText;
  /** Whose it is, for policies. Default: its id. */
  readonly user?: string;
}
/** A token for the REST face: `Authorization: Bearer TOKEN`. */
interface TokenEntry {
  readonly user: string;
  /** At least 32 printable characters, no spaces. */
  readonly token: SecretText;
}
/** Who may ask. Several keys may be one user's: that is how one is changed for another. */
interface KeysDocument {
  readonly keys: readonly (AccessKeyEntry | TokenEntry)[];
}
/** The keys that are known. */
interface KeyRing {
  /** The access key of this id. */
  readonly keyOf: (id: string) => AccessKey | undefined;
  /** Whose token it is. */
  readonly userOf: (token: string) => string | undefined;
}
/**
 * Reads keys.
 * @param value - {@link KeysDocument}, from outside: everything is checked.
 * @param env - where secrets stand that are given by the name of a variable.
 * @throws {EngineError} `KEYS_INVALID` with every problem. Never tells a secret.
 */
export declare function keyRing(value: unknown, env?: Readonly<Record<string, string | undefined>>): KeyRing;
/** One statement of a policy. In `Action` and `Resource`, `*` is any characters and `?` is one. */
interface PolicyStatement {
  readonly Sid?: string | undefined;
  readonly Effect: "Allow" | "Deny";
  /** `states:StartExecution`, `states:*`; whatever its case. */
  readonly Action: string | readonly string[];
  /** ARNs; `*` where a request names none, as a listing does. */
  readonly Resource: string | readonly string[];
}
/** What a user may do, as IAM has it. What no statement allows is denied, and so is what one denies. */
interface PolicyDocument {
  readonly Version?: "2012-10-17" | "2008-10-17" | undefined;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}
/** What became of a request: `implicit` where no statement speaks of it. */
type Decision = "allowed" | "explicit deny" | "implicit deny";
/** Decides what users may do. */
interface Policies {
  /** @param action - `states:StartExecution`; whatever its case. */
  readonly decide: (user: string, action: string, resource: string) => Decision;
}
/**
 * Reads policy documents. A statement has `Effect`, `Action` and `Resource`; what else IAM knows is refused.
 * @param value - a {@link PolicyDocument} by user; `*` is every user's, beside their own. From outside: all is checked.
 * @throws {EngineError} `POLICY_INVALID` with every problem.
 */
declare function policies$1(value: unknown): Policies;
/** The errors that AWS answers where it does not know who asks, or does not believe it. */
type SignatureFaultType = "MissingAuthenticationTokenException" | "IncompleteSignatureException" | "InvalidSignatureException" | "UnrecognizedClientException";
/** Why a request's signature was not accepted. Data: the caller decides how it is told. */
interface SignatureFault {
  readonly type: SignatureFaultType;
  /** As AWS words it. Holds nothing but what the request itself said. */
  readonly message: string;
}
/** What a gate goes by. */
interface GateOptions {
  readonly keys: KeyRing;
  /** Default: every user may do everything. */
  readonly policies?: Policies;
  /** What requests must be signed for, and what policies name things by: as the service has it. */
  readonly region: string;
  /** Likewise: twelve digits. */
  readonly account: string;
  /** Default: the system's. */
  readonly now?: () => number;
}
/** Who asks, or why nobody knows. */
type Caller = {
  readonly user: string;
} | SignatureFault;
/** A request as far as it tells who asks. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}
/** Knows who asks, and what they may do. */
interface Gate {
  /** By Signature Version 4. */
  signer(asked: Asked): Caller;
  /** By Signature Version 4 or by `Authorization: Bearer TOKEN`. */
  caller(asked: Asked): Caller;
  /** Whether a user may do this to all of these. ARNs count as ones of the gate's region and account. */
  may(user: string, operation: string, resources: readonly string[]): Verdict;
  /** For `stepFunctionsApi`. */
  readonly authorize: Authorize;
}
/** Makes a gate. It keeps nothing of what went through it. */
export declare function gate({ keys, policies, region, account, now }: GateOptions): Gate;
/** What the REST face is a face of. */
interface RestApiOptions {
  readonly service: StepFunctions;
  /** Of the same backend: what waits for executions and follows them. */
  readonly client: Pick<Client, "result" | "subscribe">;
  /** Who may ask. Default: everybody everything. */
  readonly gate?: Gate;
  /** Bytes that a request may have. Default: 512 KiB: AWS's 256 KiB of an input, and room for it as JSON text. */
  readonly bodyLimit?: number;
  /** Aborted when the server is to end: waits and streams end at once. Default: never. */
  readonly closing?: AbortSignal;
  /** Told of what should not happen. Default: nobody. */
  readonly logger?: Logger;
}
/** What is known of a request once it came through the gate. */
interface RestEnv {
  Variables: {
    user: string;
  };
}
type RestApp = OpenAPIHono<RestEnv>;
/** `/executions` for browsers and curl, and the OpenAPI document that says so. */
export declare function restApi(options: RestApiOptions): RestApp;
/** How a server stands. */
interface Health {
  /** There is no reason to replace the process. */
  readonly live: boolean;
  /** Requests can be sent here. */
  readonly ready: boolean;
  readonly [fact: string]: unknown;
}
/** What {@link httpApi} puts together. */
interface HttpApiOptions extends Omit<RestApiOptions, "bodyLimit"> {
  /** Asked for `/healthz` and `/readyz`. */
  readonly health: () => Promise<Health>;
}
/**
 * All faces of the engine over HTTP: AWS's wire at `POST /`, `/executions` with `/openapi.json`, `/healthz` and
 * `/readyz`. Without a gate, everybody may do everything, and only who names this machine is answered: what a page from
 * elsewhere has a browser ask, by a name that leads here, is refused. Listen on loopback then.
 */
export declare function httpApi(options: HttpApiOptions): Hono;
/** Whether an address to listen at, or a `Host` header, is of this machine alone. */
export declare function isLoopback(host: string): boolean;
/** Where an app is served. */
interface ServeHttpOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0 for one that is free. */
  readonly port: number;
  /** Connections at once; more are closed at once. Default 2048. */
  readonly maxConnections?: number;
}
/** A server that listens. */
interface HttpServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  /** Takes up nothing new, and lets what runs end for as long as this; then it is cut off. */
  close(options: {
    readonly graceMs: number;
  }): Promise<void>;
}
/**
 * Serves an app by Node's own server, with bounds for slow clients: 10 s for the headers, 30 s for the whole request
 * (408), 65 s between requests.
 * @throws {Error} of Node, where the port cannot be listened at.
 */
export declare function serveHttp({ fetch }: Pick<Hono, "fetch">, { host, port, maxConnections }: ServeHttpOptions): Promise<HttpServer>;
/** Whether a store answers. */
interface StoreHealth {
  readonly answers: boolean;
  /** `STORE_SILENT`: a question was not answered in time. `STORE_FAILED`: with an error, which is logged, not shown. */
  readonly problem?: "STORE_SILENT" | "STORE_FAILED";
}
/**
 * Asks a store a real question. Whoever asks while one waits waits for the same: a store that does not answer is not
 * asked ever more.
 * @param patienceMs - after which it is taken not to answer.
 */
export declare function storeProbe({ executions }: Pick<Backend, "executions">, patienceMs: number, logger: Pick<Logger, "warn">): () => Promise<StoreHealth>;
export { type AccessKey, type AccessKeyEntry, type ApiRequest, type Asked, type Authorize, type CallContext, type Caller, type Decision, type Gate, type GateOptions, type Health, type HttpApiOptions, type HttpServer, type KeyRing, type KeysDocument, type Policies, type PolicyDocument, type PolicyStatement, type RestApiOptions, type SecretText, type ServeHttpOptions, type SignatureFault, type SignatureFaultType, type StepFunctions, type StepFunctionsApiOptions, type StepFunctionsOptions, type StoreHealth, type TokenEntry, type Verdict, policies$1 as policies };