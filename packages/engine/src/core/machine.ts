import type { Catcher, Retrier, StateMachineDefinition, StateType } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import type { Template } from "../query/scope.ts"
import type { TaskResource } from "./resource.ts"

/** A state machine compiled once: every path, template and expression is a closure. Immutable; shared by all its runs. */
export interface Machine {
  readonly definition: StateMachineDefinition
  /** Every state of every level; a frame holds an index into it. */
  readonly states: readonly CompiledState[]
  /** Index of the root's first state. */
  readonly startAt: number
  readonly timeoutSeconds: number | undefined
  /** AWS's quotas are enforced. */
  readonly strict: boolean
}

/** How a state's data flows, the same for every kind; absent members do nothing. */
export interface Flow {
  /** The effective input from the raw one: InputPath. */
  readonly inputPath?: Template
  /** Parameters or Arguments (for Map: ItemSelector). */
  readonly arguments?: Template
  /** JSONPath's ResultSelector over the raw result. */
  readonly resultSelector?: Template
  /** Puts the result into the raw input: ResultPath. */
  readonly resultPath?: ResultPath
  /** JSONPath's OutputPath. */
  readonly outputPath?: Template
  /** JSONata's Output. */
  readonly output?: Template
  /** Each variable's new value; all read the values from before. */
  readonly assign?: Template
}

/** `discard`: `ResultPath: null` keeps the raw input. */
export type ResultPath = "discard" | ((input: Json, result: Json) => Json)

export interface CompiledCatcher extends Flow {
  readonly catcher: Catcher
  readonly next: number
}

interface StateBase extends Flow {
  readonly index: number
  readonly name: string
  readonly type: StateType
  readonly jsonata: boolean
  /** Index of the next state; -1 where this one ends its line of control. */
  readonly next: number
  readonly retry: readonly Retrier[]
  readonly catch: readonly CompiledCatcher[]
}

export interface CompiledPass extends StateBase {
  readonly type: "Pass"
  readonly result?: { readonly value: Json }
}

export interface CompiledTask extends StateBase {
  readonly type: "Task"
  readonly resource: TaskResource
  readonly timeoutSeconds?: Template
  readonly heartbeatSeconds?: Template
  readonly credentials?: Template
}

export interface CompiledChoice extends StateBase {
  readonly type: "Choice"
  readonly rules: readonly CompiledRule[]
  /** Index of `Default`; -1 where there is none. */
  readonly otherwise: number
}

export interface CompiledRule extends Flow {
  readonly test: Template
  readonly next: number
}

export interface CompiledWait extends StateBase {
  readonly type: "Wait"
  readonly kind: "Seconds" | "SecondsPath" | "Timestamp" | "TimestampPath"
  readonly value: Template
  /** The field's text, for AWS's wording. */
  readonly text: string
}

export interface CompiledSucceed extends StateBase {
  readonly type: "Succeed"
}

export interface CompiledFail extends StateBase {
  readonly type: "Fail"
  readonly error?: Template
  readonly cause?: Template
}

export interface CompiledParallel extends StateBase {
  readonly type: "Parallel"
  /** Index of each branch's first state. */
  readonly branches: readonly number[]
}

/** A number that a Map takes from a field, an expression or a path. */
export interface CompiledLimit {
  readonly field: string
  /** The path's text; absent for a number or an expression. */
  readonly path?: string
  readonly value: Template
}

export interface CompiledMap extends StateBase {
  readonly type: "Map"
  readonly startAt: number
  readonly distributed: boolean
  readonly items?: Template
  readonly itemsField: "Items" | "ItemsPath"
  readonly concurrency?: CompiledLimit
  readonly toleratedCount?: CompiledLimit
  readonly toleratedPercentage?: CompiledLimit
}

export type CompiledState =
  | CompiledPass
  | CompiledTask
  | CompiledChoice
  | CompiledWait
  | CompiledSucceed
  | CompiledFail
  | CompiledParallel
  | CompiledMap
