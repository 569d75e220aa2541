import { type Command, Option } from "commander"

import type { ImportOptions } from "./command/import.ts"
import { common, type Done, examples } from "./command-parts.ts"
import type { Host } from "./host.ts"

/** Adds `stepwright import`. */
export function addImport(program: Command, host: Host, done: Done): void {
  common(program.command("import"))
    .argument("<file>", "an .asl.json file")
    .option("-o, --out <file>", "write to this file, which must not be there yet, instead of standard output")
    .option("-n, --name <name>", "what the workflow is called; default: the file's name")
    .addOption(
      new Option("--type <type>", "the state machine's type, which no file says")
        .choices(["STANDARD", "EXPRESS"])
        .default("STANDARD"),
    )
    .summary("turn a state machine into a typed workflow")
    .description(
      "Writes a state machine as TypeScript that compiles back to a plan with the same outcomes: typed steps where steps do the same, and the states as they are (w.asl) elsewhere. Those are named on standard error, each with its reason.",
    )
    .addHelpText(
      "after",
      examples([
        "stepwright import orders.asl.json --out orders.ts",
        "stepwright import orders.asl.json --json | jq .jsonata",
      ]),
    )
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import("./command/import.ts")
      done(await importFile(file, options, host))
    })
}
