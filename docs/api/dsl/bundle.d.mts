import { f as DefinitionError, h as formatIssue, i as Schema, l as keyedEffects, m as definitionCodes, n as secret, t as TaskError, u as memoryEffects, v as functionNames } from "./task-error.mjs";
/**
 * Stands for every expression and call in a bundle, where nothing is traced: whatever is read or called of it is itself
 * again, so that modules that define workflows load; used as a value it throws.
 */
declare const inert: (...given: readonly unknown[]) => never;
/** Stands for a function that makes expressions. */
declare function inertFunction(): typeof inert;
/** What a task holds that its handler's wrapper looks at. */
interface CarriedTask {
  readonly kind: "task";
  readonly name: string;
  readonly input: Schema | undefined;
  readonly output: Schema | undefined;
  readonly handler: unknown;
}
/** Carries a task's name, schemas and handler; checks and traces nothing. Called, it gives what stands for a call. */
export declare function task(name: string, { input, output, handler }: {
  readonly input?: Schema;
  readonly output?: Schema;
  readonly handler?: unknown;
}): CarriedTask;
export declare function handle(task: unknown, handler: unknown): {
  readonly task: unknown;
  readonly handler: unknown;
};
/** Carries a workflow's name: its function never runs in a bundle. */
export declare function workflow(name: string): {
  readonly kind: "workflow";
  readonly name: string;
};
/** Carries an event's name and schema. */
export declare function event(name: string, schema: Schema): {
  readonly kind: "event";
  readonly name: string;
  readonly schema: Schema;
};
export { DefinitionError, TaskError, inertFunction as abs, inertFunction as add, inertFunction as and, inertFunction as append, inertFunction as at, inertFunction as ceil, inertFunction as choose, inertFunction as coalesce, inertFunction as contains, inertFunction as count, inertFunction as distinct, inertFunction as divide, inertFunction as entries, inertFunction as eq, inertFunction as every, inertFunction as exists, inertFunction as filter, inertFunction as find, inertFunction as first, inertFunction as flatten, inertFunction as floor, inertFunction as fmt, inertFunction as fromEntries, inertFunction as fromMillis, inertFunction as gt, inertFunction as gte, inertFunction as includes, inertFunction as joinText, inertFunction as keys, inertFunction as last, inertFunction as lookup, inertFunction as lower, inertFunction as lt, inertFunction as lte, inertFunction as map, inertFunction as matches, inertFunction as max, inertFunction as merge, inertFunction as millis, inertFunction as min, inertFunction as modulo, inertFunction as multiply, inertFunction as ne, inertFunction as nodesOf, inertFunction as not, inertFunction as now, inertFunction as or, inertFunction as parseJson, inertFunction as pluck, inertFunction as power, inertFunction as range, inertFunction as replace, inertFunction as resource, inertFunction as reverse, inertFunction as round, inertFunction as slice, inertFunction as some, inertFunction as sort, inertFunction as sortBy, inertFunction as split, inertFunction as startsWith, inertFunction as substring, inertFunction as subtract, inertFunction as sum, inertFunction as textLength, inertFunction as toMillis, inertFunction as toNumber, inertFunction as toText, inertFunction as trim, inertFunction as upper, inertFunction as uuid, inertFunction as value, inertFunction as values, inert as aws, inert as execution, inert as http, inert as jsonata, definitionCodes, formatIssue, functionNames, keyedEffects, memoryEffects, secret };