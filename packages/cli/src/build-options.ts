import { type Command, Option } from "commander"

import type { BuildOptions } from "./command/build.ts"
import { common, type Done, examples } from "./command-parts.ts"
import { CliError } from "./errors.ts"
import type { Host } from "./host.ts"

/** `stepwright build` */
export function addBuild(program: Command, host: Host, done: Done): void {
  common(program.command("build"))
    .argument("<file...>", "modules that export workflows")
    .requiredOption("-o, --out <dir>", "the folder to write to; made where it is missing")
    .addOption(new Option("--target <target>", "aws: what a team deploys as it is, by CloudFormation").choices(["aws"]))
    .option("--handlers <file...>", "for aws: modules that export handlers for tasks that have none")
    .option(
      "--name <name>",
      "for aws: what the names of functions and state machines begin with (default: the package's name)",
    )
    .addOption(
      new Option("--runtime <runtime>", "for aws: of the functions (default: nodejs24.x)").choices([
        "nodejs22.x",
        "nodejs24.x",
      ]),
    )
    .option("--settings <file>", "for aws: how functions and state machines run, as JSON")
    .option("--measure", "for aws: also say how long the import of each bundle takes")
    .summary("write Amazon States Language, or all that AWS needs")
    .description(
      "Writes <workflow>.asl.json and <workflow>.bindings.json for every exported workflow and those that they call. An Express workflow is marked EXPRESS (with --json: type), for whoever deploys it.\nFor aws writes template.json, <workflow>.asl.json, and functions/<task>/index.mjs with its source map for every task: aws cloudformation package and deploy take it from there. Handlers are those of exported tasks, and those of --handlers. What an earlier build for aws wrote, and this one does not, is removed unless it was changed.\nThe same source gives the same bytes; nothing is written when anything is wrong.",
    )
    .addHelpText(
      "after",
      examples([
        "stepwright build workflow.ts --out dist",
        "stepwright build src/*.ts --out dist --json",
        "stepwright build workflow.ts --target aws --handlers handlers.ts --out dist",
      ]),
    )
    .action(async (files: readonly string[], options: BuildOptions) => {
      if (options.target === "aws") {
        const { buildAws } = await import("./command/build-aws.ts")
        done(await buildAws(files, options, host))
        return
      }
      refuseForAws(options)
      const { build } = await import("./command/build.ts")
      done(await build(files, options, host))
    })
}

function refuseForAws(options: BuildOptions): void {
  const given = (["handlers", "name", "runtime", "settings", "measure"] as const).filter(
    (name) => options[name] !== undefined,
  )
  if (given.length === 0) return
  const named = given.map((name) => `--${name}`).join(", ")
  throw new CliError("USAGE", `${named}: only for --target aws.`, { hint: "Add --target aws, or leave it out." })
}
