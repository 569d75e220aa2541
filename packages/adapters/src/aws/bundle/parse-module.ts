import { createRequire } from "node:module"

import type * as Acorn from "acorn"

const require = createRequire(import.meta.url)

/** Parses a module; undefined where it is none, or has types that cannot be stripped. */
export function parseModule(text: string, strip?: (text: string) => string): Acorn.Program | undefined {
  const acorn = require("acorn") as typeof Acorn // optional: checked for before any bundle is made
  try {
    const code = strip?.(text) ?? text
    if (code.length !== text.length) return undefined
    return acorn.parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowHashBang: true,
    })
  } catch {
    return undefined // esbuild says what is wrong, if anything is
  }
}
