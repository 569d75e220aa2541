import { f as StateMachineDefinition, l as QueryLanguage, m as StateType } from "../document.mjs";
/** Stable reasons why a state is embedded rather than written as steps. */
export declare const importReasons: {
  readonly LANGUAGE: "It is written in JSONPath, whose failures no step has.";
  readonly FIELD: "It has a field, or a value in one, that no step says.";
  readonly RESOURCE: "It calls a resource that no step calls.";
  readonly EXPRESSION: "It has an expression that depends on where it stands, or reads what may not be there.";
  readonly FLOW: "It stands among states whose transitions are no if, loop or try.";
  readonly NEIGHBOUR: "It shares its level, and variables or transitions, with a state that is embedded.";
  readonly NAME: "It handles or raises an error by a name that no step may use.";
};
/** Why a state is embedded. */
type ImportReason = keyof typeof importReasons;
/** What became of one state. */
interface ImportedState {
  readonly state: string;
  readonly type: StateType;
  readonly language: QueryLanguage;
  /** The name of the step that it became, where that is another; state machines allow names that steps do not. */
  readonly step?: string;
  /** Why it stands in the source as it was; absent where it became typed steps. */
  readonly embedded?: {
    readonly reason: ImportReason;
    /** In a sentence or two. */
    readonly message: string;
  };
}
/** How many states became typed steps. */
interface TypedShare {
  readonly states: number;
  readonly typed: number;
}
/** What an import came to. */
interface ImportReport {
  /** In the order of the definition, those inside others after them. */
  readonly states: readonly ImportedState[];
  readonly jsonata: TypedShare;
  readonly jsonpath: TypedShare;
}
/** How a state machine is imported. */
interface ImportOptions {
  /** The workflow's name: 1 to 80 characters. */
  readonly name: string;
  /** Its type, which no definition says. Default `STANDARD`. */
  readonly type?: "STANDARD" | "EXPRESS";
}
/** A state machine as a source file. */
interface Imported {
  /** TypeScript that exports one workflow. */
  readonly source: string;
  /** The name that it is exported by. */
  readonly exported: string;
  readonly report: ImportReport;
}
/**
 * Writes a state machine as TypeScript that compiles back to a plan with the same outcomes: typed steps where a step does
 * what a state does, failures included, and `w.asl` with the states as they are elsewhere.
 * @param definition - A definition that `checkDefinition` finds no errors in.
 */
export declare function importDefinition(definition: StateMachineDefinition, options: ImportOptions): Imported;
export type { ImportOptions, ImportReason, ImportReport, Imported, ImportedState, TypedShare };