// For tests: what every backend and every object store must keep, and how to see that those tests can fail.
export { backendContract, type ContractOptions } from "./contract/backend-contract.ts"
export type { MadeBackend, MakeBackend } from "./contract/clause.ts"
export { backendClauses } from "./contract/backend-clauses.ts"
export { checkClause } from "./contract/check-clause.ts"
export type { Clause } from "./contract/clause.ts"
export {
  checkObjectClause,
  type MadeObjectStore,
  type MakeObjectStore,
  type ObjectClause,
} from "./contract/objects/object-clause.ts"
export { objectStoreClauses } from "./contract/objects/object-store-clauses.ts"
export { objectStoreContract, type ObjectStoreContractOptions } from "./contract/objects/object-store-contract.ts"
export { type ObjectStoreSaboteur, objectStoreSaboteurs } from "./saboteurs/of-objects.ts"
export type { Saboteur } from "./saboteurs/saboteur.ts"
export { saboteurs } from "./saboteurs/saboteurs.ts"
// For users' tests: the real engine with mocks and skipped time.
export {
  type Mock,
  type MockAnswer,
  type MockContext,
  type MockFunction,
  type MockValue,
  type Never,
  never,
} from "./mock.ts"
export type { RecordedCall } from "./recorded-calls.ts"
export { type RunTest, type RunTestOptions, testKit, type TestRun } from "./run-test.ts"
export { type SimulatedClock, simulatedClock, type SimulatedClockOptions } from "./simulated-clock.ts"
// For conformance tests: the real engine in a world that a script plays, and what it reads items by.
export { readItems, type ReadResult } from "../map-data/read-items.ts"
export type { Script, ScriptedAnswer } from "../runtime/script.ts"
export { runScripted, type RunScriptedOptions, type ScriptedRun } from "./run-scripted.ts"
export { scriptedWorker, type ScriptedWorker, type ScriptedWorkerOptions } from "./scripted-worker.ts"
