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
