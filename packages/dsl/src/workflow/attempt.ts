import { type Expr, reference } from "../expr/expr.ts"
import { issueOf } from "../errors.ts"
import { misuse } from "../scope/tracing.ts"
import { checkHandledName } from "../task/name.ts"
import type { AttemptNode, Shape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import type { BranchResult, Handlers } from "./branch.ts"
import { joinBodies, runBranch, traceBody } from "./trace-body.ts"

/** A body whose failures are about to be handled: `.catch` follows directly. */
export interface Attempt<B, Return> {
  /**
   * Handlers by error name: the error names of tasks, ASL's (`States.Timeout`, `States.TaskFailed`), and `States.ALL` for
   * the rest. One function under several names is one handler. Gives what the body or the handler comes to.
   */
  catch<H extends Handlers<Return>>(handlers: H): Expr<BranchResult<B> | BranchResult<H[keyof H]>>
}

const errorShape: Shape = {
  type: "object",
  fields: { Error: { type: "string" }, Cause: { type: "string", optional: true } },
}

/** Traces a body whose failures are handled. */
export function traceAttempt(
  scope: BodyScope,
  body: unknown,
  name: string | undefined,
  fallback: string,
): Attempt<unknown, unknown> {
  const base = scope.begin(name, fallback)
  const traced = traceBody(scope.definition, (w) => runBranch(body, w))
  const open: AttemptNode = {
    ...base,
    kind: "attempt",
    body: traced.block,
    handlers: [],
    shape: traced.shape ?? { type: "null" },
  }
  scope.push(open)
  const issue = issueOf("ATTEMPT_WITHOUT_CATCH", `The attempt ${JSON.stringify(base.name)} handles nothing.`, base.at)
  scope.tracing.pendingIssues.add(issue)
  return {
    catch(handlers) {
      scope.checkOpen()
      for (const error of Object.keys(handlers)) checkHandledName(error)
      const groups = groupHandlers(handlers)
      if (groups.length > 0) scope.tracing.pendingIssues.delete(issue)
      const handled = groups.map(({ errors, handler }) => ({
        errors,
        traced: traceBody(scope.definition, (w, owner) =>
          runBranch(handler, w, reference({ from: "error", attempt: base.id }, errorShape, owner)),
        ),
      }))
      const { blocks, shape } = joinBodies([traced, ...handled.map((handler) => handler.traced)])
      const [first = traced.block, ...rest] = blocks
      const node: AttemptNode = {
        ...open,
        body: first,
        handlers: handled.map(({ errors }, index) => ({ errors, body: rest[index] ?? { nodes: [] } })),
        shape,
      }
      if (!scope.replaceLast(base.id, node))
        misuse("SCOPE_CLOSED", `The catch of ${JSON.stringify(base.name)} follows another step.`)
      return scope.result(base.id, shape)
    },
  }
}

/** One handler for each function, `States.ALL` last. */
function groupHandlers(
  handlers: Readonly<Record<string, unknown>>,
): readonly { readonly errors: readonly string[]; readonly handler: unknown }[] {
  const groups = new Map<unknown, string[]>()
  for (const [error, handler] of Object.entries(handlers)) {
    const key = error === "States.ALL" ? Symbol(error) : handler
    groups.set(key, [...(groups.get(key) ?? []), error])
  }
  const all = [...groups.values()].map((errors) => ({ errors, handler: handlers[errors[0] ?? ""] }))
  return all.toSorted((left, right) => rank(left.errors) - rank(right.errors))
}

function rank(errors: readonly string[]): number {
  return errors.includes("States.ALL") ? 1 : 0
}
