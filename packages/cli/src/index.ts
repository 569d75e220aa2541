// The command as a library: for tools that run it in their own process.
export { type CliCode, cliCodes, CliError, type Place } from "./errors.ts"
export type { Host, Output } from "./host.ts"
export type { Problem } from "./output/problem.ts"
export { runCommand } from "./program.ts"
