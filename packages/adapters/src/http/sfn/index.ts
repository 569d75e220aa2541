// The API of AWS Step Functions over the engine.
export { stepFunctionsApi, type StepFunctionsApiOptions } from "./api.ts"
export { ApiError } from "./api-error.ts"
export type { ApiRequest, Authorize, Verdict } from "./authorize.ts"
export { type CallContext, type StepFunctions, stepFunctions, type StepFunctionsOptions } from "./service.ts"
