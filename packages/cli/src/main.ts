// The command's entry: joins it to this process.
import { processHost } from "./process-host.ts"
import { runCommand } from "./program.ts"

// `stepwright … | head` ends the reader first; there is nobody left to write to.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0)
  throw error
})
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

// Node says on every start that it strips types or that sqlite is new: true, and of no use to who runs a workflow.
const noise = /Type Stripping|SQLite|MODULE_TYPELESS_PACKAGE_JSON|Reparsing as ES module/
const shown = process.listeners("warning")
process.removeAllListeners("warning")
process.on("warning", (warning: Error & { readonly code?: string }) => {
  if (noise.test(`${warning.message} ${warning.code ?? ""}`)) return
  for (const listener of shown) listener(warning)
})

const code = await runCommand(process.argv.slice(2), processHost)
// A user's module may hold connections open; the command is done all the same, once its output is out.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve()))),
)
// The loss of a reader is told after the write that met it.
await new Promise((resolve) => setImmediate(resolve))
process.exit(code)
