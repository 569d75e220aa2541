import { f as StateMachineDefinition } from "./document.mjs";
/**
 * What kind of problem a diagnostic names: the codes that AWS's ValidateStateMachineDefinition knows and, from
 * `UNKNOWN_ERROR_NAME` on, ours, which are only ever warnings, but for `TOO_MANY_DIAGNOSTICS`.
 */
type DiagnosticCode = "INVALID_JSON_DESCRIPTION" | "SCHEMA_VALIDATION_FAILED" | "INVALID_RESOURCE" | "MISSING_END_STATE" | "MISSING_TRANSITION_TARGET" | "DUPLICATE_STATE_NAME" | "INVALID_STATE_NAME" | "DUPLICATE_LABEL_NAME" | "INVALID_LABEL_NAME" | "INVALID_VARIABLE_NAME" | "RESERVED_VARIABLE_NAME" | "TOO_DEEPLY_NESTED" | "INVALID_JSONATA_EXPRESSION" | "UNSUPPORTED_JSONATA_EXPRESSION" | "NO_DOLLAR" | "NO_PATH" | "PASS_RESULT_IS_STATIC" | "UNKNOWN_ERROR_NAME" | "UNKNOWN_VARIABLE" | "UNKNOWN_FUNCTION" | "SUSPICIOUS_VALUE" | "DUPLICATE_FIELD" | "TOO_MANY_DIAGNOSTICS";
/** One problem of a definition. The first four members are what AWS's ValidateStateMachineDefinition answers. */
interface Diagnostic {
  /** A definition with an `ERROR` cannot be run. */
  readonly severity: "ERROR" | "WARNING";
  readonly code: DiagnosticCode;
  /** AWS's wording, where it is known. */
  readonly message: string;
  /** `/States/Charge/Catch[0]/Next`; names stand as they are, nothing is escaped. Absent for the definition as a whole. */
  readonly location?: string;
  /** What our own reader says beyond AWS's words, where there is more to say: what it expected, and at which position. */
  readonly detail?: string;
  /** The name that was probably meant, where the message names one that does not exist. */
  readonly suggestion?: string;
}
/** What a definition is checked for. */
interface DefinitionOptions {
  /** Express workflows have no activities, jobs, callbacks and distributed Maps. Default `STANDARD`. */
  readonly type?: "STANDARD" | "EXPRESS";
}
/** A definition with everything that is wrong with it. */
interface ParsedDefinition {
  /** Present when no diagnostic is an `ERROR`. It shares nothing with what was given. */
  readonly definition?: StateMachineDefinition;
  /** Every problem, level by level, each in the order in which it is written. */
  readonly diagnostics: readonly Diagnostic[];
}
/**
 * A state machine's definition from its text or object, checked for everything but its expressions, which
 * `checkDefinition` reads too. Never throws: whatever is wrong is a diagnostic.
 */
declare function parseDefinition(input: unknown, options?: DefinitionOptions): ParsedDefinition;
export { DiagnosticCode as a, Diagnostic as i, ParsedDefinition as n, parseDefinition as r, DefinitionOptions as t };