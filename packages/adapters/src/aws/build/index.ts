// An app's template with the bundles of its tasks: what `stepwright build --target aws` and the CDK construct share.
export { buildApp, type BuildAppOptions, type BuiltApp, type SourceWorkflow } from "./build-app.ts"
export { type BuildProblem, buildProblem, formatBuildProblem } from "./build-problem.ts"
