import { a as DiagnosticCode, i as Diagnostic, n as ParsedDefinition, r as parseDefinition, t as DefinitionOptions } from "../parse-definition.mjs";
import { _ as WaitState, a as ItemProcessor, c as PassState, d as StateDefinition, f as StateMachineDefinition, g as TaskState, h as SucceedState, i as FailState, l as QueryLanguage, m as StateType, n as ChoiceRule, o as MapState, p as StateMap, r as ChoiceState, s as ParallelState, t as Catcher, u as Retrier } from "../document.mjs";
import { n as JsonObject, r as isJsonObject, t as Json } from "../json.mjs";
/** How diagnostics are shown. */
interface RenderOptions {
  /** The definition's text: each problem then names its line and column, and shows the line. */
  readonly text?: string;
  /** The file's name, before each line and column. */
  readonly file?: string;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}
/**
 * Diagnostics for a person to read: where, what, the line, and what was probably meant; the last line counts them. In
 * the order of the text where it is given. Ends with a newline; empty without diagnostics.
 */
export declare function renderDiagnostics(diagnostics: readonly Diagnostic[], options?: RenderOptions): string;
/** A place in a text, both counted from 1. */
interface SourcePosition {
  readonly line: number;
  readonly column: number;
}
/** Where the values at these locations begin in a definition's JSON text. Empty for a text that is not JSON. */
export declare function sourcePositions(text: string, locations: ReadonlySet<string>): ReadonlyMap<string, SourcePosition>;
export { type Catcher, type ChoiceRule, type ChoiceState, type DefinitionOptions, type Diagnostic, type DiagnosticCode, type FailState, type ItemProcessor, type Json, type JsonObject, type MapState, type ParallelState, type ParsedDefinition, type PassState, type QueryLanguage, type RenderOptions, type Retrier, type SourcePosition, type StateDefinition, type StateMachineDefinition, type StateMap, type StateType, type SucceedState, type TaskState, type WaitState, isJsonObject, parseDefinition };