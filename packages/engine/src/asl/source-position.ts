import { maxDepth } from "./read-input.ts"
import { scanJson } from "./scan-json.ts"

/** A place in a text, both counted from 1. */
export interface SourcePosition {
  readonly line: number
  readonly column: number
}

/** Where the values at these locations begin in a definition's JSON text. Empty for a text that is not JSON. */
export function sourcePositions(text: string, locations: ReadonlySet<string>): ReadonlyMap<string, SourcePosition> {
  const offsets = new Map<string, number>()
  if (!isJson(text)) return new Map()
  scanJson(text, maxDepth, (location, offset) => {
    if (offsets.size === locations.size) return
    const at = location()
    if (locations.has(at)) offsets.set(at, offset)
  })
  return new Map([...offsets].map(([location, offset]) => [location, positionOf(text, offset)]))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function positionOf(text: string, offset: number): SourcePosition {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  return { line: before.split("\n").length, column: offset - lineStart + 1 }
}
