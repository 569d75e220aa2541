import { DefinitionError, type DefinitionCode, type DefinitionIssue, issueOf } from "../errors.ts"
import type { SourcePosition } from "../tree/index.ts"
import { callerPosition } from "./source-position.ts"

/** A body that is being traced. `call`: the callback of a compensation, probe or token, which gives a call and places nothing. */
export interface OpenBlock {
  readonly id: number
  readonly kind: "body" | "call"
}

/** What one definition collects while its function runs. */
export class Tracing {
  readonly issues: DefinitionIssue[] = []
  /** Calls that were made but not placed yet, and where. */
  readonly pendingCalls: Map<object, { readonly name: string; readonly at: SourcePosition }> = new Map()
  /** What stays wrong unless something still follows. */
  readonly pendingIssues: Set<DefinitionIssue> = new Set()
  readonly #open: OpenBlock[] = []
  #ids = 0
  #parameters = 0
  #blocks = 0

  nextId(): string {
    return `n${++this.#ids}`
  }

  nextParameter(): string {
    return `p${++this.#parameters}`
  }

  report(code: DefinitionCode, message: string, at: SourcePosition | undefined = callerPosition()): void {
    const issue = issueOf(code, message, at)
    // Found twice, as where a call is made and where it is placed, it is said once.
    if (!this.issues.some((other) => isSame(other, issue))) this.issues.push(issue)
  }

  /** Runs a body inside a new block. */
  inBlock<T>(run: (block: OpenBlock) => T, kind: OpenBlock["kind"] = "body"): T {
    const block: OpenBlock = { id: ++this.#blocks, kind }
    this.#open.push(block)
    try {
      return run(block)
    } finally {
      this.#open.pop()
    }
  }

  isOpen(block: OpenBlock): boolean {
    return this.#open.includes(block)
  }

  /** The body that is being traced right now. */
  get innermost(): OpenBlock | undefined {
    return this.#open.at(-1)
  }
}

function isSame(left: DefinitionIssue, right: DefinitionIssue): boolean {
  return (
    left.code === right.code &&
    left.message === right.message &&
    left.at?.file === right.at?.file &&
    left.at?.line === right.at?.line
  )
}

let current: Tracing | undefined

/** The definition that is being traced, if any. */
export function currentTracing(): Tracing | undefined {
  return current
}

/**
 * Traces a definition.
 * @throws {DefinitionError} with all issues that the definition reported.
 */
export function trace<T>(subject: string, run: (tracing: Tracing) => T): T {
  const before = current
  const tracing = new Tracing()
  current = tracing
  try {
    const result = run(tracing)
    if (tracing.issues.length > 0) throw new DefinitionError(subject, tracing.issues)
    return result
  } catch (error) {
    // A body that trips over its own misuse is explained by the issues, not by the exception that followed.
    if (tracing.issues.length > 0 && !(error instanceof DefinitionError))
      throw new DefinitionError(subject, tracing.issues)
    throw error
  } finally {
    current = before
  }
}

/** Reports misuse to the definition at hand, or throws where there is none. */
export function misuse(code: DefinitionCode, message: string): void {
  const at = callerPosition()
  if (current === undefined) throw new DefinitionError("an expression", [issueOf(code, message, at)])
  current.report(code, message, at)
}
