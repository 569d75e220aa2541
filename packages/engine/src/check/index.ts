export type { DefinitionOptions, ParsedDefinition } from "../asl/parse-definition.ts"
export { checkDefinition } from "./check-definition.ts"
export { variableReferences } from "./variable-references.ts"
