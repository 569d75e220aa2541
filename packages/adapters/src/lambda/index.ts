export type { LambdaContext, LambdaEntry } from "./lambda-context.ts"
export { lambdaHandler, type LambdaHandlerOptions } from "./lambda-handler.ts"
export { tokenAnswers, type TokenAnswers, type TokenAnswersOptions } from "./token-answers.ts"
