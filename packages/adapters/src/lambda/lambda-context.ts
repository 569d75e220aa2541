/** What is used of the context that Lambda's runtime gives a handler. (AWS: "Using the Lambda context object") */
export interface LambdaContext {
  readonly awsRequestId: string
  /** Milliseconds until Lambda ends the invocation. */
  getRemainingTimeInMillis(): number
}

/** A function's entry as Lambda's Node.js runtime calls it. */
export type LambdaEntry<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>
