import type { SourcePosition } from "../tree/index.ts"

// Frames of this package are skipped; from source its folder, from a build its one file.
const own = import.meta.url.replace(/\/scope\/source-position\.ts$/, "/").replace(/\?.*$/, "")

const nowhere: SourcePosition = { file: "unknown", line: 1, column: 1 }

/** Where the author's code called into the DSL; `unknown:1:1` where the runtime tells no stack. */
export function positionHere(): SourcePosition {
  return callerPosition() ?? nowhere
}

/** Where the author's code called into the DSL. Undefined where the runtime tells no stack. */
export function callerPosition(): SourcePosition | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 25
  const { stack } = new Error("position")
  Error.stackTraceLimit = limit
  for (const line of (stack ?? "").split("\n").slice(1)) {
    const match = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim())
    if (match === null || isOwn(match[1] ?? "")) continue
    return { file: match[1] ?? "", line: Number(match[2]), column: Number(match[3]) }
  }
  return undefined
}

function isOwn(file: string): boolean {
  const url = file.startsWith("file:") ? file : `file://${file}`
  return url.startsWith(own) && !/\.test(-d)?\.ts$/.test(url)
}
