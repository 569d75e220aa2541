/** What an event of a history says, as far as spans go by it. */
export type EventKind =
  | { readonly of: "state"; readonly type: string; readonly what: "Entered" | "Exited" | "Started" | "Failed" }
  | { readonly of: "attempt"; readonly what: string }
  | { readonly of: "execution"; readonly end: string }
  | { readonly of: "failure" }
  | { readonly of: "redrive" }
  | { readonly of: "nothing" }

const known = new Map<string, EventKind>()

/** @param type - AWS's name of the event; there are some sixty. */
export function eventKind(type: string): EventKind {
  let kind = known.get(type)
  if (kind === undefined) known.set(type, (kind = kindOf(type)))
  return kind
}

function kindOf(type: string): EventKind {
  const state = /^([A-Z][a-z]+)State(Entered|Exited|Started|Failed)$/.exec(type)
  if (state !== null) {
    const [, named = "", what] = state
    return { of: "state", type: named, what: what as "Entered" } // one of the four, as the expression says
  }
  const attempt = /^(?:Task|LambdaFunction|Activity)(Scheduled|Succeeded|\w*Failed|TimedOut)$/.exec(type)?.[1]
  if (attempt !== undefined) return { of: "attempt", what: attempt }
  const end = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.exec(type)?.[1]
  if (end !== undefined) return { of: "execution", end }
  if (type === "EvaluationFailed" || type === "MapRunFailed") return { of: "failure" }
  return { of: type === "ExecutionRedriven" ? "redrive" : "nothing" }
}
