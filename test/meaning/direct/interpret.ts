import type { Block, Json, Node, Origin, WorkflowTree } from "@stepwright/dsl"

import type { World } from "../world.ts"
import { evaluate, type Evaluate } from "./evaluate.ts"
import { type Frame, type Meaning, within } from "./frame.ts"
import { Log } from "./log.ts"
import { interpretAttempt, interpretMatch, interpretRepeat, interpretRun, interpretWhen } from "./steps.ts"
import { interpretAll, interpretEach } from "./sections.ts"
import { Failure, textOf, type Value } from "./value.ts"

/** What a workflow comes to. */
export interface Ended {
  readonly status: "SUCCEEDED" | "FAILED"
  readonly output?: Json
  readonly error?: string
  /** Where the author gives it, and nothing is compensated. */
  readonly cause?: string
  readonly log: Log
}

/** What an interpretation starts from. */
export interface Start {
  readonly input: Json
  /** The key that all keys start with. */
  readonly root: string
  readonly world: World
  /** Which of so many failed branches failed first. */
  readonly decide: (count: number) => number
  /** Default: the meaning of expressions. */
  readonly evaluate?: Evaluate
}

/** Thrown by a return; ends the workflow, branch or item. */
class Returned {
  readonly value: Value

  constructor(value: Value) {
    this.value = value
  }
}

/** The meaning of a workflow: its tree walked in plain TypeScript. No state machine, no JSONata. */
export function interpret(tree: WorkflowTree, start: Start): Ended {
  const log = new Log()
  const values = new Map<string, Value>([["input", start.input]])
  const undos: (() => void)[] = []
  const meaning: Meaning = { undos, tree, world: start.world, decide: start.decide, block, level, valueOf }
  const frame: Frame = { meaning, values, log, path: [start.root] }
  try {
    return { status: "SUCCEEDED", output: level(tree.body, frame) ?? null, log }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    for (const undo of undos.toReversed()) undo()
    const compensates = tree.body.nodes.some((node) => "compensate" in node && node.compensate !== undefined)
    const cause = error.given === undefined || compensates ? {} : { cause: error.given }
    return { status: "FAILED", error: error.error, ...cause, log }
  }
  function valueOf(expression: Parameters<Evaluate>[0], { values }: Frame): Value {
    return (start.evaluate ?? evaluate)(expression, (origin) => values.get(nameOf(origin)))
  }
}

/** A line of control of its own: a return ends it. */
function level(body: Block, frame: Frame): Value {
  try {
    return block(body, frame)
  } catch (returned) {
    if (returned instanceof Returned) return returned.value
    throw returned
  }
}

function block({ nodes, result }: Block, frame: Frame): Value {
  for (const node of nodes) frame.values.set(`step ${node.id}`, interpretNode(node, frame))
  return result === undefined ? null : frame.meaning.valueOf(result, frame)
}

function interpretNode(node: Node, frame: Frame): Value {
  const { valueOf } = frame.meaning
  switch (node.kind) {
    case "run":
      return interpretRun(node, frame)
    case "all":
      return interpretAll(node, frame)
    case "each":
      return interpretEach(node, frame)
    case "when":
      return interpretWhen(node, frame)
    case "match":
      return interpretMatch(node, frame)
    case "repeat":
      return interpretRepeat(node, frame)
    case "attempt":
      return interpretAttempt(node, frame)
    case "sleep":
      return null
    case "return":
      throw new Returned(valueOf(node.value, frame))
    case "fail":
      throw new Failure(textOf(valueOf(node.error, frame)), textOf(valueOf(node.cause, frame)))
    case "saga":
      return block(node.body, within(frame, node.name))
    case "compute":
      return valueOf(node.value, frame)
    case "callback":
    case "asl":
      throw new Error(`The meaning of ${node.kind} is not written here.`)
  }
}

function nameOf(origin: Origin): string {
  switch (origin.from) {
    case "step":
      return `step ${origin.step}`
    case "item":
    case "index":
    case "key":
      return `${origin.from} ${origin.each}`
    case "carried":
      return `carried ${origin.repeat}`
    case "error":
      return `error ${origin.attempt}`
    case "input":
      return "input"
    case "compensated":
      return `compensated ${origin.field}`
    case "parameter":
    case "token":
    case "execution":
    case "resource":
      throw new Error(`The meaning of ${origin.from} is not written here.`)
  }
}
