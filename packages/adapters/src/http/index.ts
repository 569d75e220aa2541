// The engine over HTTP.
export {
  ApiError,
  type ApiRequest,
  type Authorize,
  type CallContext,
  type StepFunctions,
  stepFunctions,
  stepFunctionsApi,
  type StepFunctionsApiOptions,
  type StepFunctionsOptions,
  type Verdict,
} from "./sfn/index.ts"
export { type Asked, type Caller, gate, type Gate, type GateOptions } from "./gate/gate.ts"
export {
  type AccessKeyEntry,
  type KeyRing,
  keyRing,
  type KeysDocument,
  type SecretText,
  type TokenEntry,
} from "./keys/key-ring.ts"
export { type Decision, policies, type Policies, type PolicyDocument, type PolicyStatement } from "./policy/policy.ts"
export type { AccessKey } from "./sigv4/access-key.ts"
export type { SignatureFault, SignatureFaultType } from "./sigv4/fault.ts"
export { type RestApiOptions, restApi } from "./rest/rest-api.ts"
export { type Health, httpApi, type HttpApiOptions } from "./server/http-api.ts"
export { isLoopback } from "./server/loopback.ts"
export { type HttpServer, serveHttp, type ServeHttpOptions } from "./server/serve-http.ts"
export { type StoreHealth, storeProbe } from "./server/store-probe.ts"
