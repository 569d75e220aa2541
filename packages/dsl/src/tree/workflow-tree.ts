import type { Expression } from "./expression.ts"
import type { Json } from "./json.ts"
import type { Shape } from "./shape.ts"
import type { SourcePosition } from "./source.ts"

/** A traced workflow: plain data, JSON-serialisable, all that the compiler sees. */
export interface WorkflowTree {
  readonly name: string
  /** The state machine's type; absent for `STANDARD`. */
  readonly type?: "EXPRESS"
  readonly input: SchemaData
  readonly output: SchemaData
  /** Seconds. A budget for the whole workflow; a saga spends it as `docs/decisions/0104` says. */
  readonly timeoutSeconds?: number
  /** Seconds that compensation may take after the deadline passed. */
  readonly compensationTimeoutSeconds?: number
  /** What its role may do on AWS beside what its steps ask for by themselves. */
  readonly permissions?: readonly PermissionData[]
  readonly body: Block
  /** Every task that a call in this tree names. */
  readonly tasks: Readonly<Record<string, TaskData>>
  readonly at: SourcePosition
}

/** A schema as data. */
export interface SchemaData {
  readonly shape: Shape
  /** JSON Schema draft 2020-12; absent where the author gave none. */
  readonly jsonSchema?: { readonly [key: string]: Json }
}

/** What a task declares, without its handler. */
export interface TaskData {
  readonly name: string
  readonly input: SchemaData
  readonly output: SchemaData
  readonly policy: StepPolicy
  /** Error names that prove that nothing happened. */
  readonly notApplied: readonly string[]
  /** The task changes nothing, so a saga need not compensate it. */
  readonly readOnly: boolean
  /** The task queue that serves it; absent: the execution's owner does. */
  readonly queue?: string
  /** How its function is deployed to AWS; nothing of it changes the plan. */
  readonly lambda?: LambdaData
  readonly at: SourcePosition
}

/** What a task asks of its Lambda function. */
export interface LambdaData {
  /** MB, 128 to 10240. */
  readonly memory?: number
  /** MB of `/tmp`, 512 to 10240. */
  readonly storage?: number
  /** What the function's name ends with; else the task's name. */
  readonly name?: string
  /** The most copies that run at once. */
  readonly concurrency?: number
  readonly environment?: Readonly<Record<string, string>>
  /** What its role may do beside logging. */
  readonly permissions?: readonly PermissionData[]
}

/** Actions of AWS on resources: an `Allow` of a policy. */
export interface PermissionData {
  /** `dynamodb:GetItem`; a `*` stands for the rest of a name. */
  readonly actions: readonly string[]
  /** ARNs, or `*`. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` stand for the deployment's. */
  readonly resources: readonly string[]
}

/** How a step is tried. A step's own policy wins over its task's, field by field. */
export interface StepPolicy {
  readonly retry?: readonly RetryRule[]
  readonly timeoutSeconds?: number
  readonly heartbeatSeconds?: number
}

export interface RetryRule {
  /** ASL error names; default `["States.ALL"]`. */
  readonly errors: readonly string[]
  /** Attempts in all, the first included: ASL's `MaxAttempts` + 1. */
  readonly attempts: number
  readonly intervalSeconds: number
  readonly backoffRate: number
  readonly maxIntervalSeconds?: number
  readonly jitter: boolean
}

/** A line of control: its steps in order, and what it comes to. */
export interface Block {
  readonly nodes: readonly Node[]
  /**
   * The block's value. Absent where it has none: it comes to null, or ends in a fail or return. Of the bodies of one
   * `when`, `match` or `attempt`, either all that can reach their end have one, or none has.
   */
  readonly result?: Expression
}

export type Node =
  | RunNode
  | CallbackNode
  | AllNode
  | EachNode
  | WhenNode
  | MatchNode
  | RepeatNode
  | SleepNode
  | AttemptNode
  | FailNode
  | ReturnNode
  | SagaNode
  | ComputeNode
  | AslNode

interface NodeBase {
  /** Unique within the tree: `n1`, `n2`, … in order of definition. */
  readonly id: string
  /** The step's readable name, unique within its block: given by the author or derived from the call. */
  readonly name: string
  readonly at: SourcePosition
}

/** One call: a task, a child workflow, an event or a service integration. Its result can be referred to. */
export interface RunNode extends NodeBase {
  readonly kind: "run"
  readonly call: CallData
  readonly policy: StepPolicy
  readonly compensate?: Compensation
  /**
   * The point of no return of a saga. The probe, asked where the outcome is unknown, answers
   * `{ outcome: "applied", result }`, `{ outcome: "notApplied" }` or `{ outcome: "unknown" }`.
   */
  readonly pivot?: { readonly probe?: CallData }
  /** The shape of the result. */
  readonly shape: Shape
}

/** Waits for an outside answer: the call hands out the token (`Origin` `token`), the answer is the result. */
export interface CallbackNode extends NodeBase {
  readonly kind: "callback"
  readonly call: CallData
  readonly policy: StepPolicy
  readonly answer: SchemaData
  readonly shape: Shape
  readonly compensate?: Compensation
}

/** What undoes a step. References inside start from `compensated` and from whatever the step's scope could see. */
export interface Compensation {
  /** Undoes a step whose result is known. */
  readonly known: CallData
  /** Undoes a step whose outcome is unknown. Absent where `known` does not read the result. */
  readonly unknown?: CallData
  readonly policy: StepPolicy
  readonly at: SourcePosition
}

/** What a step asks of the outside. */
export type CallData =
  | { readonly kind: "task"; readonly task: string; readonly input: Expression; readonly at: SourcePosition }
  /** A child workflow: `call` waits for its result, `start` does not. */
  | {
      readonly kind: "workflow"
      readonly workflow: string
      readonly mode: "call" | "start"
      /** The child's type is `EXPRESS`. */
      readonly express?: true
      /** Of one that is called: it is a saga, or calls one. */
      readonly saga?: true
      readonly input: Expression
      readonly at: SourcePosition
    }
  | {
      readonly kind: "event"
      readonly event: string
      readonly bus: string
      readonly source: string
      readonly detail: Expression
      readonly at: SourcePosition
    }
  /** `dynamodb:putItem`, `aws-sdk:s3:getObject`, `http:invoke`: what follows `arn:aws:states:::`. */
  | {
      readonly kind: "service"
      readonly service: string
      readonly arguments: Expression
      /** `.sync` and `.sync:2` run a job. */
      readonly suffix?: ".sync" | ".sync:2"
      readonly at: SourcePosition
    }

/** Branches at once; the result is a record or a tuple of theirs. */
export interface AllNode extends NodeBase {
  readonly kind: "all"
  /** `record`: the result is an object by branch name. `tuple`: an array in order. */
  readonly gather: "record" | "tuple"
  readonly branches: readonly { readonly name: string; readonly body: Block }[]
  readonly shape: Shape
}

/** A body for each item; the result is an array (over an object: a record) of theirs. */
export interface EachNode extends NodeBase {
  readonly kind: "each"
  readonly items: Expression
  readonly over: "array" | "object"
  readonly body: Block
  readonly concurrency?: number
  readonly tolerate?: { readonly count?: number; readonly percentage?: number }
  readonly batch?: { readonly items?: number; readonly bytes?: number }
  readonly distributed?: { readonly execution: "STANDARD" | "EXPRESS"; readonly label?: string }
  readonly shape: Shape
}

/** Takes the first branch whose condition holds; has a result where every branch has one. */
export interface WhenNode extends NodeBase {
  readonly kind: "when"
  readonly branches: readonly { readonly condition: Expression; readonly body: Block }[]
  readonly otherwise?: Block
  readonly shape: Shape
}

/** Takes the case equal to the value. */
export interface MatchNode extends NodeBase {
  readonly kind: "match"
  readonly value: Expression
  readonly cases: readonly { readonly equals: string | number | boolean; readonly body: Block }[]
  readonly otherwise?: Block
  readonly shape: Shape
}

/** Repeats a body, at most `max` times (absent: as its condition says), carrying a value from pass to pass. */
export interface RepeatNode extends NodeBase {
  readonly kind: "repeat"
  readonly max?: number
  /** The value carried into the first pass. */
  readonly initial?: Expression
  /** Tested before each pass, over the carried value. */
  readonly while?: Expression
  /** Tested after each pass, over the carried value that the pass produced. */
  readonly until?: Expression
  /** Its result is the next carried value. */
  readonly body: Block
  /** What happens after `max` passes with the condition still asking for more. */
  readonly exhausted: "fail" | "continue"
  readonly shape: Shape
}

export interface SleepNode extends NodeBase {
  readonly kind: "sleep"
  /** Seconds as a number, or an ISO-8601 instant as text. */
  readonly for: { readonly seconds: Expression } | { readonly until: Expression }
}

/** Tries a body and handles its failures by error name. Compensates nothing. */
export interface AttemptNode extends NodeBase {
  readonly kind: "attempt"
  readonly body: Block
  /** Tried in order; `States.ALL` last. */
  readonly handlers: readonly { readonly errors: readonly string[]; readonly body: Block }[]
  readonly shape: Shape
}

export interface FailNode extends NodeBase {
  readonly kind: "fail"
  readonly error: Expression
  readonly cause: Expression
}

/** Ends the workflow (inside `all` or `each`: the branch or item) early with a value. */
export interface ReturnNode extends NodeBase {
  readonly kind: "return"
  readonly value: Expression
}

/** Compensates its body when it fails, then rethrows. */
export interface SagaNode extends NodeBase {
  readonly kind: "saga"
  readonly body: Block
  readonly shape: Shape
}

/** Computes a value here, once, whether or not anything reads it: an expression that fails, fails here. */
export interface ComputeNode extends NodeBase {
  readonly kind: "compute"
  readonly value: Expression
  /** It is part of the step before it, and what retries that step's failing expressions retries this one. */
  readonly retried?: true
  readonly shape: Shape
}

/** States of the Amazon States Language that stand in the plan as they are. Where one ends its level, the next step follows. */
export interface AslNode extends NodeBase {
  readonly kind: "asl"
  /** Of the states that name none. */
  readonly language: "JSONPath" | "JSONata"
  readonly startAt: string
  /** By name. A `Next` to none of them leads to the next step, too. */
  readonly states: { readonly [name: string]: { readonly [field: string]: Json } }
  /** What the first state is given; absent: what its level begins with. */
  readonly input?: Expression
  /** Of what the last state gives. */
  readonly shape: Shape
}
