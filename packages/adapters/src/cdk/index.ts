// Workflows as a construct of the AWS CDK, over the same template as without it.
export { type CdkCode, cdkCodes, StepwrightAppError } from "./cdk-error.ts"
export type { AlarmTopicParts, DeadLetterQueueParts, FunctionParts, StateMachineParts } from "./parts.ts"
export { StepwrightApp } from "./stepwright-app.ts"
export type { HandlersModule, StepwrightAppProps } from "./stepwright-app-props.ts"
