#!/usr/bin/env node
// In a source checkout the command runs from `src`; in an installed package from `dist`. This file alone must be
// understood by every Node.js, so that an old one gets a sentence instead of a syntax error.
import { existsSync } from "node:fs"

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
const source = new URL("../src/main.ts", import.meta.url)

if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  console.error(
    `error NODE_TOO_OLD\n  stepwright needs Node.js 22.18 or newer, which runs TypeScript files; this is ${process.versions.node} (${process.execPath}).`,
  )
  console.error(
    "  → Install a newer Node.js, or add one to the project and start the command with npx: npm install --save-dev node",
  )
  process.exitCode = 1
} else {
  // The next command starts in a third of the time.
  const { enableCompileCache, registerHooks } = await import("node:module")
  enableCompileCache()
  if (existsSync(source)) {
    // A checkout brings its own Node.js 24, whose resolver takes the condition from here.
    registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: [...context.conditions, "@stepwright/source"] }),
    })
    await import(source.href)
  } else {
    await import("../dist/main.mjs")
  }
}
