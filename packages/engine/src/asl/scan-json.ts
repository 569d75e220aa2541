import { memberOf } from "./location.ts"

/** A member of an object whose name an earlier member of the same object has. */
interface DuplicateMember {
  /** Of the object. */
  readonly location: string
  readonly name: string
}

/** What `JSON.parse` does not tell about a text. */
export interface JsonScan {
  /** How deeply arrays and objects nest. */
  readonly depth: number
  readonly duplicates: readonly DuplicateMember[]
}

interface Level {
  /** The names of an object's members; undefined in an array. */
  readonly names: Set<string> | undefined
  /** The member or item that is being read. */
  name: string
  index: number
  expectsName: boolean
}

/** Called for each value that begins, with where it stands and its offset in the text. */
export type VisitValue = (location: () => string, offset: number) => void

const isSpace = /[\s,:]/

/**
 * Reads a text that `JSON.parse` accepts, without recursion. Stops where the text nests deeper than a limit.
 * @param visit - is told of every value
 */
export function scanJson(text: string, maxDepth: number, visit?: VisitValue): JsonScan {
  const open: Level[] = []
  const duplicates: DuplicateMember[] = []
  let depth = 0
  let at = 0
  const location = (levels = open.length): string => locationOf(open, levels)
  while (at < text.length && depth <= maxDepth) {
    const char = text.charAt(at)
    const level = open.at(-1)
    if (char === "}" || char === "]") {
      open.pop()
      at++
    } else if (isSpace.test(char)) {
      if (char === "," && level !== undefined) {
        level.index++
        level.expectsName = level.names !== undefined
      }
      at++
    } else if (level?.expectsName === true && level.names !== undefined) {
      const end = endOfString(text, at)
      level.name = JSON.parse(text.slice(at, end)) as string // a member's name
      level.expectsName = false
      if (level.names.has(level.name)) duplicates.push({ location: location(open.length - 1), name: level.name })
      level.names.add(level.name)
      at = end
    } else {
      visit?.(location, at)
      if (char === "{" || char === "[") {
        open.push({ names: char === "{" ? new Set() : undefined, name: "", index: 0, expectsName: char === "{" })
        depth = Math.max(depth, open.length)
        at++
      } else at = char === '"' ? endOfString(text, at) : endOfWord(text, at)
    }
  }
  return { depth, duplicates }
}

function locationOf(open: readonly Level[], levels: number): string {
  let location = ""
  for (const level of open.slice(0, levels)) {
    location = level.names === undefined ? `${location}[${level.index}]` : memberOf(location, level.name)
  }
  return location === "" ? "/" : location
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1
  return at + 1
}

function endOfWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !/[\s,:\]}]/.test(text.charAt(at))) at++
  return at
}
