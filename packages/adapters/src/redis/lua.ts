import { createHash } from "node:crypto"

import { common, type ScriptName, sources } from "./lua-source.ts"

/** A script as Redis is given it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

const entries = Object.entries(sources).map(([name, own]) => [name, scriptOf(own)] as const)

export const scripts: Readonly<Record<ScriptName, Script>> = Object.fromEntries(entries) as Record<ScriptName, Script> // one for each name

/** What all scripts share goes behind the first line, which says what a script may do. */
function scriptOf(own: string): Script {
  const end = own.indexOf("\n") + 1
  const text = own.slice(0, end) + common + own.slice(end)
  return { text, sha: createHash("sha1").update(text).digest("hex") }
}
