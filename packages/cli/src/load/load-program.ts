import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

import type { Handled, Workflow } from "@stepwright/dsl"
import { type Binding, type ResourceHandler, type StateMachine, stateMachine } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import { showPath } from "../output/place.ts"
import { isStateMachineFile, parseTarget } from "../target.ts"
import { loadHandlers } from "./load-handlers.ts"
import { loadModule } from "./load-module.ts"
import { loadStateMachine } from "./load-state-machine.ts"
import { scanJson } from "./scan-json.ts"
import type { StateMachineType } from "./state-machine-file.ts"
import { pickWorkflow, workflowsOf } from "./workflows-of.ts"

/** What is to be run, with all that it needs. */
export interface LoadedProgram {
  readonly root: Workflow | StateMachine
  /** The root and the state machines that it starts; a workflow brings its own children. */
  readonly workflows: readonly (Workflow | StateMachine)[]
  readonly handlers: readonly Handled[]
  readonly resources: Readonly<Record<string, ResourceHandler>>
}

/** What the file to be run does not say itself. */
export interface ProgramParts {
  /** A module that exports handlers. */
  readonly handlers?: string | undefined
  /** Of a state machine's file; default `STANDARD`. A workflow says it itself. */
  readonly type?: StateMachineType | undefined
}

/**
 * Loads a workflow of a module, or a state machine's file with its bindings and the state machines that it starts, where
 * `build` wrote them beside it.
 * @throws {CliError} or whatever is wrong in the files.
 */
export async function loadProgram(file: string, { handlers, type }: ProgramParts, cwd: string): Promise<LoadedProgram> {
  const { root, workflows } = isStateMachineFile(file) ? withSiblings(file, type, cwd) : await loadRoot(file, cwd)
  const served = handlers === undefined ? { handlers: [], resources: {} } : await loadHandlers(handlers, cwd)
  return { root, workflows, ...served }
}

async function loadRoot(file: string, cwd: string): Promise<Pick<LoadedProgram, "root" | "workflows">> {
  const target = parseTarget(file)
  const root = pickWorkflow(workflowsOf(await loadModule(target.file, cwd)), target.workflow, target.file)
  return { root, workflows: [root] }
}

/** A parent's bindings say of what type the state machines are that it starts. */
function withSiblings(
  file: string,
  rootType: StateMachineType | undefined,
  cwd: string,
): Pick<LoadedProgram, "root" | "workflows"> {
  const folder = dirname(resolve(cwd, file))
  const made = new Map<string, StateMachine>()
  const load = (path: string, type: StateMachineType = "STANDARD"): StateMachine => {
    const { name, definition } = loadStateMachine(path, cwd, type)
    const bindings = readBindings(join(folder, `${name}.bindings.json`), cwd)
    const machine = stateMachine(name, definition, { bindings, type })
    made.set(name, machine)
    for (const binding of Object.values(bindings)) {
      if (binding.kind !== "workflow" || made.has(binding.workflow)) continue
      const sibling = join(folder, `${binding.workflow}.asl.json`)
      if (existsSync(sibling)) load(sibling, binding.type)
    }
    return machine
  }
  const root = load(file, rootType)
  return { root, workflows: [...made.values()] }
}

/** What `build` wrote beside a definition; nothing where it did not. */
function readBindings(path: string, cwd: string): Readonly<Record<string, Binding>> {
  if (!existsSync(path)) return {}
  const text = readFileSync(path, "utf8")
  const { error } = scanJson(text)
  if (error !== undefined)
    throw new CliError("JSON_INVALID", `${showPath(path, cwd)} is not JSON: ${error.message}`, {
      exitCode: 1,
      at: { file: path, ...error.at },
    })
  return JSON.parse(text) as Readonly<Record<string, Binding>> // as `printBindings` writes it
}
