import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

/** The scripts, by the names of their files. */
export const scriptNames = [
  "beat",
  "close",
  "letter",
  "letters",
  "list",
  "message",
  "prune",
  "relay",
  "start",
  "struck",
  "tick",
] as const

export type ScriptName = (typeof scriptNames)[number]

/** A script as Redis is given it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

const common = source("common")

export const scripts: Readonly<Record<ScriptName, Script>> = Object.fromEntries(
  scriptNames.map((name) => [name, scriptOf(source(name))]),
) as Record<ScriptName, Script> // one for each name

function source(name: string): string {
  return readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), "utf8")
}

/** What all scripts share goes behind the first line, which says what a script may do. */
function scriptOf(own: string): Script {
  const end = own.indexOf("\n") + 1
  const text = own.slice(0, end) + common + own.slice(end)
  return { text, sha: createHash("sha1").update(text).digest("hex") }
}
