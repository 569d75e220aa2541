import { InvariantError } from "../../errors.ts"
import type { Shape, SourcePosition, WorkflowTree } from "@stepwright/dsl"

import type { Binding } from "../../plan/plan.ts"
import { type CompileCode, compileCodes, type CompileIssue } from "../errors.ts"
import type { SagaFrame } from "../saga/compensate.ts"
import { embeddedIn, stateNamesIn, variableNamesIn } from "./embedded.ts"
import type { Entry, Level } from "./level.ts"
import { variableText } from "./read.ts"
import { rootKeyText } from "./root-key.ts"
import { placeholderName, UniqueNames, variableName } from "./unique-names.ts"

/** A value kept in a variable: assigned only when something reads it. */
export interface Variable {
  readonly name: string
  /** Where it is assigned. */
  readonly level: Level
  /** It holds `{ value }`, absent where the value is. */
  readonly boxed: boolean
  /** Its text, after making sure that it is assigned. */
  use(): string
}

/** What one compilation collects. */
export class PlanBuilder {
  readonly tree: WorkflowTree
  readonly issues: CompileIssue[] = []
  readonly stateNames: UniqueNames = new UniqueNames(" ")
  readonly variableNames: UniqueNames
  readonly variables: Map<string, Variable> = new Map()
  readonly shapes: Map<string, Shape> = new Map()
  readonly bindings: Record<string, Binding> = {}
  /** What the sagas of the workflow's own level share, once there is one. */
  sagas: SagaFrame | undefined = undefined
  /** Completes what branches of sagas report, once it is known what undoing them reads. */
  readonly reports: (() => void)[] = []
  /** The most items of each `each`, by its id; Infinity where nothing bounds them. */
  readonly itemBounds: Map<string, number> = new Map()
  readonly #placeholders = new Map<string, string>()
  readonly #placeholderNames = new UniqueNames("")
  readonly #warned = new Set<CompileCode>()

  readonly #projectRoot: string

  /**
   * @param reserved - Names that no variable may have: they mean something else in an expression.
   * @param projectRoot - Sources are shown relative to it.
   */
  constructor(tree: WorkflowTree, reserved: Iterable<string>, projectRoot: string = "") {
    this.tree = tree
    this.#projectRoot = projectRoot
    const embedded = embeddedIn(tree)
    this.variableNames = new UniqueNames("", [
      ...reserved,
      ...embedded.flatMap(({ states }) => variableNamesIn(states)),
    ])
    for (const { states, name, at } of embedded) {
      for (const state of stateNamesIn(states)) {
        if (this.stateNames.take(state) !== state)
          this.report("ASL_NAME", `'${name}' embeds a second state '${state}'.`, at)
      }
    }
  }

  /** Notes an issue, the same one once. */
  report(code: CompileCode, message: string, at?: SourcePosition, severity: CompileIssue["severity"] = "error"): void {
    if (this.issues.some((issue) => issue.code === code && issue.message === message)) return
    this.issues.push({ code, severity, message, hint: compileCodes[code].hint, ...(at === undefined ? {} : { at }) })
  }

  /** A warning that one plan gives once. */
  warnOnce(code: CompileCode, message: string, at?: SourcePosition): void {
    if (this.#warned.has(code)) return
    this.#warned.add(code)
    this.report(code, message, at, "warning")
  }

  /** Declares where a value will be assigned. `assign` is called at most once, when the first reader comes. */
  declare(key: string, parts: VariableParts): Variable {
    const { level, boxed = false, assign } = parts
    const name = this.variableNames.take(variableName(parts.name))
    let used = false
    const use = (): string => {
      if (!used) {
        used = true
        assign(name)
      }
      return variableText(name, boxed)
    }
    const variable: Variable = { name, level, boxed, use }
    this.variables.set(key, variable)
    return variable
  }

  /** A placeholder for what the deployment decides: the same for the same thing. */
  placeholder(id: string, wanted: string, binding: Binding): string {
    const known = this.#placeholders.get(id)
    if (known !== undefined) return known
    const name = this.#placeholderNames.take(placeholderName(wanted))
    this.#placeholders.set(id, name)
    this.bindings[name] = binding
    return name
  }

  /** A source file as notes name it. */
  sourceOf(file: string): string {
    const root = asPath(this.#projectRoot).replace(/\/+$/, "")
    const path = asPath(file)
    return root !== "" && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
  }

  /** What every root level is entered with. */
  rootEntries(): ReadonlyMap<string, Entry> {
    const entry = (name: string, from: (input: string) => string): Entry => {
      const anywhere = from("$states.context.Execution.Input")
      return {
        variable: this.variableNames.take(name),
        here: from("$states.input"),
        inBranch: anywhere,
        inItems: anywhere,
        boxed: false,
      }
    }
    return new Map([
      ["input", entry("input", (given) => `$exists(${envelopeOf(given)}) ? ${given}.input : ${given}`)],
      ["root", entry("key", (given) => rootKeyText(envelopeOf(given)))],
    ])
  }

  /** A value that the context object gives, in every state of the root's execution. */
  given(key: string): string {
    const text = givens[key]
    if (text !== undefined) return text
    if (key === "deadline" && this.tree.timeoutSeconds !== undefined)
      return `($toMillis([$states.context.Execution.RedriveTime, ${started}][0]) + ${this.tree.timeoutSeconds * 1000})`
    throw new InvariantError(`nothing holds ${key}`)
  }
}

/** A path, of a path or a file URL. */
function asPath(file: string): string {
  return file.replace(/^file:\/\//, "").replaceAll("\\", "/")
}

/** What a parent workflow puts around its child's input. */
function envelopeOf(input: string): string {
  return `${input}.\`$stepwright\``
}

const started = "$states.context.Execution.StartTime"

const givens: Readonly<Record<string, string>> = {
  token: "$states.context.Task.Token",
  "execution:id": "$states.context.Execution.Id",
  "execution:name": "$states.context.Execution.Name",
  "execution:startTime": started,
}

interface VariableParts {
  /** Words for its name. */
  readonly name: string
  readonly level: Level
  readonly boxed?: boolean
  readonly assign: (variable: string) => void
}
