import type { Command } from "commander"

/** Takes a command's exit code. */
export type Done = (code: number) => void

/** Gives a command the options that all have. */
export function common(command: Command, { json = true }: { readonly json?: boolean } = {}): Command {
  if (json) command.option("--json", "one JSON document on standard output; everything else on standard error")
  return command.option("--debug", "show stack traces (also: STEPWRIGHT_DEBUG=1)")
}

/** Gives a command the options that name a store. */
export function stored(command: Command): Command {
  return command
    .option("--db <file>", "the sqlite file that the executions are kept in")
    .option("--redis <url>", "the Redis that they are kept in: redis://HOST:PORT")
    .option("--prefix <text>", "what their keys in Redis begin with (default: sw:)")
}

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`
}
