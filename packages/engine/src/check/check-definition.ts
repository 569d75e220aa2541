import { DiagnosticList } from "../asl/diagnostic-list.ts"
import { type DefinitionOptions, type ParsedDefinition, parseStructure } from "../asl/parse-definition.ts"
import { checkSite } from "./check-site.ts"

/**
 * A state machine's definition from its text or object, checked as AWS checks it and a little more: its structure, and
 * the syntax and references of every path, intrinsic function and JSONata expression. Never throws; a definition that it
 * answers can be compiled.
 */
export function checkDefinition(input: unknown, options: DefinitionOptions = {}): ParsedDefinition {
  const { definition, diagnostics: structural, sites } = parseStructure(input, options)
  const found = new DiagnosticList()
  for (const site of sites) checkSite(site, found)
  const diagnostics = [...structural, ...found.all()]
  return definition === undefined || found.failed ? { diagnostics } : { definition, diagnostics }
}
