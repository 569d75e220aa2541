// For tests: what every backend must keep, and how to see that those tests can fail.
export { backendContract, type ContractOptions } from "./contract/backend-contract.ts"
export type { MadeBackend, MakeBackend } from "./contract/clause.ts"
export { backendClauses } from "./contract/backend-clauses.ts"
export { checkClause } from "./contract/check-clause.ts"
export type { Clause } from "./contract/clause.ts"
export type { Saboteur } from "./saboteurs/saboteur.ts"
export { saboteurs } from "./saboteurs/saboteurs.ts"
