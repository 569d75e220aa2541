#!/usr/bin/env node
// In a source checkout the command runs from `src`; in an installed package from `dist`.
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const source = fileURLToPath(new URL("../src/main.ts", import.meta.url))

if (existsSync(source)) {
  const { spawn } = await import("node:child_process")
  const child = spawn(process.execPath, ["--conditions=@stepwright/source", source, ...process.argv.slice(2)], {
    stdio: "inherit",
  })
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)))
} else {
  await import("../dist/main.mjs")
}
