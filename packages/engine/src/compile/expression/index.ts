export { guarded } from "./guarded.ts"
export { lowerCondition, lowerExpression } from "./lower-expression.ts"
export type { Lowered, Resolve } from "./lowered.ts"
export { payload, template } from "./payload.ts"
