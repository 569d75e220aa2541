export { compile, type Compiled, type CompileOptions } from "./compile.ts"
export { type CompileCode, compileCodes, CompileError, type CompileIssue, formatCompileIssue } from "./errors.ts"
export { guarded, type Lowered, lowerCondition, lowerExpression, payload, type Resolve } from "./expression/index.ts"
export { printBindings, printDefinition } from "./print.ts"
