import type { Limits } from "../asl/quotas.ts"
import type { Retrier, StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import type { Template } from "../query/scope.ts"
import type { ReadOptions, ResultTransformation } from "./command.ts"
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
  /** Its type is EXPRESS. */
  readonly express: boolean
  /** The bounds that hold while its executions run. */
  readonly limits: Limits
  /** Answers the token of one wait. */
  readonly taskToken: TaskTokens
}

/**
 * Names a wait for an answer by token. Called again on a replay, so it must answer the same for the same arguments; its
 * answers are the only thing that guards the wait, so they must not be guessable.
 */
export type TaskTokens = (
  execution: { readonly id: string; readonly seed: string },
  frame: number,
  seq: number,
) => string

/** How a state's, a rule's or a catcher's data flows; absent members do nothing. */
export interface CompiledFlow {
  /** Puts the result into the raw input: ResultPath. */
  readonly resultPath: ResultPath | undefined
  /** JSONata's Output. */
  readonly output: Template | undefined
  /** Each variable's new value; all read the values from before. */
  readonly assign: Template | undefined
}

/** `discard`: `ResultPath: null` keeps the raw input. */
export type ResultPath = "discard" | ((input: Json, result: Json) => Json)

/** What leads a cancelled line of control to its compensation, in place of a state. */
export interface CompiledCancel extends CompiledFlow {
  /** Index of the state; -1 where the line of control ends with the output. */
  readonly next: number
  /** Once the state was begun, its retries go on. */
  readonly steadfast: boolean
}

export interface CompiledCatcher extends CompiledFlow {
  readonly errorEquals: readonly string[]
  readonly next: number
}

/** What states of every kind have, in one order: the core reads these fields of all kinds alike. */
export interface CommonState extends CompiledFlow {
  readonly index: number
  readonly name: string
  /** Whether a line of control can come back to this state. */
  readonly loops: boolean
  readonly jsonata: boolean
  /** A JSONPath state without Assign, ResultSelector, ResultPath and OutputPath: its result is its output. */
  readonly plain: boolean
  /** Index of the next state; -1 where this one ends its line of control. */
  readonly next: number
  /** The types of the events it writes. */
  readonly entered: string
  readonly exited: string
  readonly failed: string
  readonly aborted: string | undefined
  readonly retry: readonly Retrier[]
  readonly catch: readonly CompiledCatcher[]
  /**
   * What becomes of a cancelled line of control before this state. `runs`: a part of the compensation. `forward`: past
   * the point of no return. `halts`: it stops. `raises`: as its Catch says; the machine has no notes.
   */
  readonly cancel: "runs" | "forward" | "halts" | "raises" | CompiledCancel
  /** The effective input from the raw one: InputPath. */
  readonly inputPath: Template | undefined
  /** Parameters or Arguments (for Map: ItemSelector). */
  readonly arguments: Template | undefined
  /** JSONPath's ResultSelector over the raw result. */
  readonly resultSelector: Template | undefined
  /** JSONPath's OutputPath. */
  readonly outputPath: Template | undefined
}

export interface CompiledPass extends CommonState {
  readonly type: "Pass"
  readonly result: { readonly value: Json } | undefined
}

export interface CompiledTask extends CommonState {
  readonly type: "Task"
  readonly resource: TaskResource
  readonly timeoutSeconds: Template | undefined
  readonly heartbeatSeconds: Template | undefined
  /** Both are literals: the definition's check compared them. */
  readonly literalSeconds: boolean
  readonly credentials: Template | undefined
}

export interface CompiledChoice extends CommonState {
  readonly type: "Choice"
  readonly rules: readonly CompiledRule[]
  /** Index of `Default`; -1 where there is none. */
  readonly otherwise: number
}

export interface CompiledRule extends CompiledFlow {
  /** Answers a Boolean. */
  readonly test: Template
  readonly next: number
}

export interface CompiledWait extends CommonState {
  readonly type: "Wait"
  readonly kind: "Seconds" | "SecondsPath" | "Timestamp" | "TimestampPath"
  readonly value: Template
  /** The field's text, for AWS's wording. */
  readonly text: string
}

export interface CompiledSucceed extends CommonState {
  readonly type: "Succeed"
}

export interface CompiledFail extends CommonState {
  readonly type: "Fail"
  readonly error: Template | undefined
  readonly cause: Template | undefined
}

export interface CompiledParallel extends CommonState {
  readonly type: "Parallel"
  /** Index of each branch's first state. */
  readonly branches: readonly number[]
}

/** A field of a Map that names a number: by itself, by an expression, or by a path. */
export interface CompiledLimit {
  readonly field: string
  /** The path's or expression's text; absent for a plain number. */
  readonly text: string | undefined
  readonly path: boolean
  readonly value: Template
}

export interface CompiledMap extends CommonState {
  readonly type: "Map"
  readonly startAt: number
  readonly distributed: boolean
  /** Of a distributed Map's child executions. */
  readonly executionType: "STANDARD" | "EXPRESS"
  readonly label: string | undefined
  readonly items: Template | undefined
  /** The text of an `ItemsPath` or an `Items` expression; undefined for a literal. */
  readonly itemsText: string | undefined
  readonly concurrency: CompiledLimit | undefined
  readonly toleratedCount: CompiledLimit | undefined
  readonly toleratedPercentage: CompiledLimit | undefined
  readonly reader: CompiledReader | undefined
  readonly batcher: CompiledBatcher | undefined
  readonly writer: CompiledWriter | undefined
}

/** A distributed Map's ItemReader. */
export interface CompiledReader {
  readonly resource: TaskResource
  /** Parameters or Arguments. */
  readonly arguments: Template | undefined
  /** How its answer is read, but for `maxItems`. */
  readonly options: ReadOptions
  readonly maxItems: CompiledLimit | undefined
}

/** A distributed Map's ResultWriter. */
export interface CompiledWriter {
  /** Undefined where nothing is to be written: the results become the state's result. */
  readonly resource: string | undefined
  /** Parameters or Arguments. */
  readonly arguments: Template | undefined
  readonly transformation: ResultTransformation
  readonly outputType: "JSON" | "JSONL"
}

/** A distributed Map's ItemBatcher. */
export interface CompiledBatcher {
  readonly maxItems: CompiledLimit | undefined
  readonly maxBytes: CompiledLimit | undefined
  readonly input: Template | undefined
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
