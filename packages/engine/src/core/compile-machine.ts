import type { StateMachineDefinition } from "../asl/document.ts"
import type { Json, JsonObject } from "../asl/json.ts"
import { limitsOf } from "../asl/quotas.ts"
import { prf } from "../query/prf.ts"
import { compileLevel } from "./compile/level.ts"
import type { CompiledState, Machine, TaskTokens } from "./machine.ts"

/** What a plan says about a cancelled line of control before a state: see `CommonState.cancel`. */
export type CancelRule =
  | "runs"
  | "forward"
  | "halts"
  | {
      readonly Assign?: JsonObject
      readonly Output?: Json
      readonly Next?: string
      /** The line of control ends with `Output`. */
      readonly End?: true
      /** Once it was begun, its retries go on. */
      readonly steadfast?: true
    }

/** How a machine is to be run. */
export interface MachineOptions {
  /** Enforce AWS's quotas, so that what passes here passes there. Default false. */
  readonly strict?: boolean
  /** The machine is of the type EXPRESS. Default false. */
  readonly express?: boolean
  /** Names waits for an answer by token. The default derives 128 bits from the execution's seed. */
  readonly taskToken?: TaskTokens
  /** By state name; a state that is not named raises `Stepwright.Cancelled`. */
  readonly cancel?: Readonly<Record<string, CancelRule>>
}

/**
 * Compiles a checked definition. Run `parseDefinition` first: a definition with errors may throw here.
 * @throws {Error} where an expression or path cannot be parsed.
 */
export function compileMachine(definition: StateMachineDefinition, options: MachineOptions = {}): Machine {
  const states: CompiledState[] = []
  const startAt = compileLevel(definition, { jsonata: false, cancel: options.cancel ?? {} }, states)
  return {
    definition,
    states,
    startAt,
    timeoutSeconds: definition.TimeoutSeconds,
    strict: options.strict ?? false,
    express: options.express ?? false,
    limits: limitsOf(options.strict === true ? "aws" : undefined),
    taskToken: options.taskToken ?? seedToken,
  }
}

/** Depends on the seed alone to be unguessable. */
const seedToken: TaskTokens = ({ id, seed }, frame, seq) => {
  const words = [0, 1, 2, 3].map((index) =>
    prf(`${seed}/${id}/${frame}/${seq}/token`, index).toString(16).padStart(8, "0"),
  )
  return `${frame}.${seq}.${words.join("")}`
}
