export { type DefinitionCode, definitionCodes, DefinitionError, type DefinitionIssue, formatIssue } from "./errors.ts"
export { execution } from "./expr/execution.ts"
export type { Expr, Input, Resolved } from "./expr/expr.ts"
export { type FunctionName, functionNames } from "./expr/function-names.ts"
export { and, choose, coalesce, eq, exists, gt, gte, lt, lte, ne, not, or } from "./expr/functions/comparison.ts"
export {
  append,
  at,
  count,
  distinct,
  every,
  filter,
  find,
  first,
  flatten,
  includes,
  last,
  map,
  pluck,
  range,
  reverse,
  slice,
  some,
  sort,
  sortBy,
} from "./expr/functions/list.ts"
export {
  abs,
  add,
  ceil,
  divide,
  floor,
  max,
  min,
  modulo,
  multiply,
  power,
  round,
  subtract,
  sum,
} from "./expr/functions/number.ts"
export { entries, fromEntries, keys, lookup, merge, values } from "./expr/functions/object.ts"
export {
  contains,
  fmt,
  joinText,
  lower,
  matches,
  parseJson,
  replace,
  split,
  startsWith,
  substring,
  textLength,
  toNumber,
  toText,
  trim,
  upper,
} from "./expr/functions/text.ts"
export { fromMillis, millis, now, toMillis, uuid } from "./expr/functions/time.ts"
export { value } from "./expr/functions/value.ts"
export type { Jsonified } from "./expr/jsonified.ts"
export { jsonata, type Jsonata } from "./expr/jsonata.ts"
export { resource } from "./expr/resource.ts"
export { event, type EventCall, type EventOptions, type EventType } from "./integration/event.ts"
export { aws } from "./integration/aws.ts"
export { http, type HttpRequest, type HttpResponse } from "./integration/http.ts"
export type { InvokedFunction, InvokeFunction, ServiceArguments } from "./integration/compute.ts"
export type {
  Attributes,
  AttributeValue,
  ChangedItem,
  DeleteItem,
  FoundItem,
  GetItem,
  PutItem,
  UpdateItem,
} from "./integration/dynamodb.ts"
export type {
  MessageAttribute,
  Publish,
  PutEvents,
  PutEventsResult,
  SendMessage,
  SentMessage,
} from "./integration/messaging.ts"
export type { Job, ServiceOptions } from "./integration/service.ts"
export type { Call } from "./task/call.ts"
export type { Duration } from "./task/duration.ts"
export type { TaskContext, TaskHandler, TaskLogger } from "./task/handler.ts"
export {
  type EffectState,
  type EffectStore,
  type KeyedEffects,
  keyedEffects,
  memoryEffects,
  type Undoable,
} from "./task/keyed-effects.ts"
export type { LambdaOptions, Permission } from "./task/lambda.ts"
export type { PolicyOptions, RetryOptions } from "./task/policy.ts"
export {
  type AnyHandler,
  type Handled,
  handle,
  type Task,
  task,
  type TaskFacts,
  type TaskOptions,
} from "./task/task.ts"
export type { Parsing, Schema } from "./task/schema.ts"
export { secret } from "./task/secret.ts"
export { TaskError } from "./task/task-error.ts"
export { nodesOf } from "./tree/index.ts"
export type {
  AllNode,
  ArrayExpression,
  AslNode,
  AttemptNode,
  Block,
  CallData,
  CallbackNode,
  CallExpression,
  Compensation,
  ComputeNode,
  EachNode,
  Expression,
  FailNode,
  FunctionExpression,
  Json,
  JsonataExpression,
  LambdaData,
  LiteralExpression,
  MatchNode,
  Node,
  ObjectExpression,
  Origin,
  PermissionData,
  ReferenceExpression,
  RepeatNode,
  RetryRule,
  ReturnNode,
  RunNode,
  SagaNode,
  SchemaData,
  Shape,
  SleepNode,
  SourcePosition,
  StepPolicy,
  TaskData,
  TextExpression,
  WhenNode,
  WorkflowTree,
} from "./tree/index.ts"
export type { AslOptions, EmbeddedStates } from "./workflow/asl.ts"
export type { ComputeOptions } from "./workflow/compute.ts"
export type { Attempt } from "./workflow/attempt.ts"
export type { Branch, BranchResult, ErrorOutput, Handlers } from "./workflow/branch.ts"
export type { Builder, PivotOptions, Probed } from "./workflow/builder.ts"
export type { CallbackOptions } from "./workflow/callback.ts"
export type { StartedExecution, Step } from "./workflow/child.ts"
export type { Attempted, Compensate, Completed } from "./workflow/compensation.ts"
export type { BatchOptions, EachCompensate, EachOptions } from "./workflow/each.ts"
export type { CarryOptions, PollOptions, RepeatBound } from "./workflow/repeat.ts"
export type { StepOptions } from "./workflow/run-step.ts"
export type { When } from "./workflow/when.ts"
export { type InputOf, type OutputOf, type Workflow, workflow, type WorkflowOptions } from "./workflow/workflow.ts"
