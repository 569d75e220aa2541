export { type Imported, importDefinition, type ImportOptions } from "./import-definition.ts"
export type { ImportedState, ImportReport, TypedShare } from "./report.ts"
export { type ImportReason, importReasons } from "./unstructured.ts"
