// Workflows as a CloudFormation template: state machines, functions, least-privilege roles, logs, alarms, releases.
export type { AwsApp, AwsOptions, AwsWorkflow, TaskCode } from "./app.ts"
export { type AwsArtifacts, type AwsParts, awsTemplate, type TaskParts, type WorkflowParts } from "./aws-template.ts"
export { type AwsCode, awsCodes, type AwsProblem } from "./problem.ts"
export type { Output, Parameter, Resource, Template, Value } from "./template.ts"
