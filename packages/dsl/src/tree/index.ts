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
export { bodiesOf, nodesOf } from "./nodes-of.ts"
export { type Shape, unknownShape } from "./shape.ts"
export type { SourcePosition } from "./source.ts"
export type {
  AllNode,
  AslNode,
  AttemptNode,
  Block,
  CallbackNode,
  CallData,
  Compensation,
  ComputeNode,
  EachNode,
  FailNode,
  LambdaData,
  MatchNode,
  Node,
  PermissionData,
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
