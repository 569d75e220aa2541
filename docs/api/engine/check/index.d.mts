import { n as ParsedDefinition, t as DefinitionOptions } from "../parse-definition.mjs";
/**
 * A state machine's definition from its text or object, checked as AWS checks it and a little more: its structure, and
 * the syntax and references of every path, intrinsic function and JSONata expression. Never throws; a definition that it
 * answers can be compiled.
 */
export declare function checkDefinition(input: unknown, options?: DefinitionOptions): ParsedDefinition;
/**
 * The variables that each state refers to, by its name, in the order in which they are read; states that refer to none are
 * left out. (AWS: DescribeStateMachine, `variableReferences`)
 * @param text - A definition that is valid.
 */
export declare function variableReferences(text: string): Readonly<Record<string, readonly string[]>>;
export type { DefinitionOptions, ParsedDefinition };