import { readFileSync } from "node:fs"

// Each call stands for its file's text: the build puts that in its place.
const luaFile = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), "utf8")

/** What all scripts share. */
export const common: string = luaFile("common")

export type ScriptName =
  | "beat"
  | "close"
  | "document"
  | "letter"
  | "letters"
  | "list"
  | "message"
  | "plan"
  | "prunable"
  | "prune"
  | "record"
  | "relay"
  | "start"
  | "struck"
  | "tick"

/** The scripts, without what they share. */
export const sources: Readonly<Record<ScriptName, string>> = {
  beat: luaFile("beat"),
  close: luaFile("close"),
  document: luaFile("document"),
  letter: luaFile("letter"),
  letters: luaFile("letters"),
  list: luaFile("list"),
  message: luaFile("message"),
  plan: luaFile("plan"),
  prunable: luaFile("prunable"),
  prune: luaFile("prune"),
  record: luaFile("record"),
  relay: luaFile("relay"),
  start: luaFile("start"),
  struck: luaFile("struck"),
  tick: luaFile("tick"),
}
