export { guarded } from "./guarded.ts"
export { lowerCondition, lowerExpression, lowerItems } from "./lower-expression.ts"
export type { Lowered, Resolve } from "./lowered.ts"
export { payload } from "./payload.ts"
