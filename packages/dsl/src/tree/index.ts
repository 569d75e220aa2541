export type {
  ArrayExpression,
  CallExpression,
  Expression,
  FunctionExpression,
  JsonataExpression,
  LiteralExpression,
  ObjectExpression,
  Origin,
  ReferenceExpression,
  TextExpression,
} from "./expression.ts"
export type { Json } from "./json.ts"
export { type Shape, unknownShape } from "./shape.ts"
export type { SourcePosition } from "./source.ts"
export type {
  AllNode,
  AttemptNode,
  Block,
  CallbackNode,
  CallData,
  Compensation,
  EachNode,
  FailNode,
  MatchNode,
  Node,
  RepeatNode,
  RetryRule,
  ReturnNode,
  RunNode,
  SagaNode,
  SchemaData,
  SleepNode,
  StepPolicy,
  TaskData,
  WhenNode,
  WorkflowTree,
} from "./workflow-tree.ts"
