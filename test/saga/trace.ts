import type { Called } from "./world.ts"

/** What must be called, in which order. */
export type Trace =
  | { readonly kind: "call"; readonly text: string }
  /** One after the other. */
  | { readonly kind: "line"; readonly of: readonly Trace[] }
  /** Side by side. */
  | { readonly kind: "branches"; readonly of: readonly Trace[] }
  /** Perhaps: a branch that was stopped, wherever it was. */
  | { readonly kind: "stopped"; readonly of: Trace }

interface Span {
  readonly start: number
  readonly end: number
}

/** Everything in which the calls that were made differ from those that must be; in words. */
export function differences(trace: Trace, calls: readonly Called[]): readonly string[] {
  const spans = new Map<string, Span>()
  // A worker that takes over makes a call again, which is the same call; its timeout is that of the first.
  for (const { text, start, end, deadline } of calls)
    spans.set(text, { start: spans.get(text)?.start ?? start, end: Math.min(end, deadline) })
  const must = new Set(textsOf(trace, false))
  const may = new Set(textsOf(trace, true))
  const missing = [...must].filter((text) => !spans.has(text)).map((text) => `is not called: ${text}`)
  const more = [...spans.keys()].filter((text) => !may.has(text)).map((text) => `is called: ${text}`)
  return [...missing, ...more, ...disorder(trace, spans)]
}

function textsOf(trace: Trace, stopped: boolean): readonly string[] {
  switch (trace.kind) {
    case "call":
      return [trace.text]
    case "stopped":
      return stopped ? textsOf(trace.of, stopped) : []
    case "line":
    case "branches":
      return trace.of.flatMap((part) => textsOf(part, stopped))
  }
}

function disorder(trace: Trace, spans: ReadonlyMap<string, Span>): readonly string[] {
  if (trace.kind === "call" || trace.kind === "stopped") return []
  const found = trace.of.flatMap((part) => disorder(part, spans))
  if (trace.kind === "branches") return found
  let before: { readonly text: string; readonly end: number } | undefined
  for (const part of trace.of) {
    const made = textsOf(part, false).flatMap((text) => {
      const span = spans.get(text)
      return span === undefined ? [] : [{ text, ...span }]
    })
    for (const { text, start } of made)
      if (before !== undefined && start < before.end)
        found.push(`begins too early: ${text} does not wait for ${before.text}`)
    for (const { text, end } of made) if (before === undefined || end > before.end) before = { text, end }
  }
  return found
}
