import { Command, CommanderError, Option } from "commander"

import manifest from "../package.json" with { type: "json" }
import { addBuild } from "./build-options.ts"
import type { CheckOptions } from "./command/check.ts"
import type { GraphOptions } from "./command/graph.ts"
import type { RunOptions } from "./command/run.ts"
import { cliCodes } from "./errors.ts"
import type { Host } from "./host.ts"
import { addImport } from "./import-options.ts"
import { countProblems } from "./output/problem.ts"
import { common, type Done, examples, stored } from "./command-parts.ts"
import { addCompensate, addDeadLetters, addDescribe } from "./operations.ts"
import { addCancel, addListing, addRedrive } from "./many-options.ts"
import { addServe } from "./serve-options.ts"
import { addWorker } from "./worker-options.ts"
import { type CommonOptions, reportProblems, writeJson } from "./output/report.ts"

/**
 * Runs one command line.
 * @param args - what follows the command's name.
 * @returns the exit code: 0 it went well, 1 what it looked at or ran failed, 2 it was called wrong.
 */
export async function runCommand(args: readonly string[], host: Host): Promise<number> {
  let code = 0
  const program = createProgram(host, (result) => {
    code = result
  })
  // A module that prints while it is loaded must not get into a drawing or a JSON document.
  const release = host.divert((text) => host.stderr.write(text))
  try {
    await program.parseAsync(args, { from: "user" })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return usageCode(error, args, host)
    return await reportFailure(error, args, host)
  } finally {
    release()
  }
}

/** Commander has told people already. */
function usageCode(error: CommanderError, args: readonly string[], host: Host): number {
  if (error.exitCode === 0) return 0
  const message = error.message.replace(/^error: /, "")
  if (args.includes("--json"))
    writeJson({ ok: false, problems: [{ severity: "error", code: "USAGE", message, hint: cliCodes.USAGE.hint }] }, host)
  return 2
}

async function reportFailure(error: unknown, args: readonly string[], host: Host): Promise<number> {
  // What only some commands need is loaded when they run, so that --help and --version answer at once.
  const { problemsOf } = await import("./output/problems-of.ts")
  const problems = problemsOf(error, host.cwd)
  if (args.includes("--json")) writeJson({ ok: false, problems }, host)
  reportProblems(problems, host, "stderr")
  if (problems.length > 1) host.stderr.write(`${countProblems(problems)}\n`)
  const debug = args.includes("--debug") || !["", "0", undefined].includes(host.env["STEPWRIGHT_DEBUG"])
  if (debug) host.stderr.write(`${stackOf(error)}\n`)
  return exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Error && "exitCode" in error && (error.exitCode === 1 || error.exitCode === 2))
    return error.exitCode
  const usage = [
    "INPUT_INVALID",
    "NAME_INVALID",
    "EXECUTION_EXISTS",
    "FILE_BUSY",
    "FILE_FOREIGN",
    "FILE_VERSION",
    "BINDINGS_INVALID",
    "KEYS_INVALID",
    "POLICY_INVALID",
  ]
  return error instanceof Error && "code" in error && usage.includes(String(error.code)) ? 2 : 1
}

/** The stack with those of its causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? "" : `\ncaused by: ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

function createProgram(host: Host, done: Done): Command {
  const program = new Command("stepwright")
    .description("Typed workflows that compile to Amazon States Language and run anywhere with the same meaning.")
    .version(manifest.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .exitOverride()
    .showHelpAfterError("(--help shows what there is)")
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => host.stdout.columns,
      getErrHelpWidth: () => host.stderr.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      "after",
      examples([
        "stepwright init my-workflows",
        "stepwright run workflow.ts --input input.json",
        "stepwright worker src/*.ts --redis redis://127.0.0.1:6379 --port 9464",
        "stepwright serve src/workflows.ts --db orders.db --keys keys.json",
        "stepwright check src/*.ts",
        "stepwright build src/*.ts --out dist",
        "stepwright graph workflow.ts --out workflow.svg",
        "stepwright import machine.asl.json --out machine.ts",
        "stepwright dlq list --db orders.db",
      ]),
    )
  addInit(program, host, done)
  addRun(program, host, done)
  addWorker(program, host, done)
  addServe(program, host, done)
  addCheck(program, host, done)
  addBuild(program, host, done)
  addGraph(program, host, done)
  addImport(program, host, done)
  addListing(program, host, done)
  addDescribe(program, host, done)
  addRedrive(program, host, done)
  addCancel(program, host, done)
  addCompensate(program, host, done)
  addDeadLetters(program, host, done)
  return program
}

function addInit(program: Command, host: Host, done: Done): void {
  common(program.command("init"))
    .argument("[dir]", "the folder to make it in", ".")
    .summary("start a project that runs")
    .description(
      "Writes a small project: one saga, a test for it, and the scripts to run, check and build it. Never overwrites.",
    )
    .addHelpText("after", examples(["stepwright init my-workflows", "cd my-workflows && npm install && npm start"]))
    .action(async (dir: string, options: CommonOptions) => {
      const { init } = await import("./command/init.ts")
      done(await init(dir, options, host))
    })
}

function addRun(program: Command, host: Host, done: Done): void {
  stored(common(program.command("run")))
    .argument(
      "<file>",
      "a module that exports workflows (file.ts#workflow where it exports several), or an .asl.json file",
    )
    .option("-i, --input <file|json>", "the input: a file, or JSON text")
    .option(
      "-n, --name <name>",
      "the execution's name; running it again resumes it or shows its result (with --db or --redis)",
    )
    .option("--handlers <file>", "a module that exports handlers for tasks that have none")
    .addOption(typeOption())
    .addOption(
      new Option("--target <target>", "aws: with the quotas of Step Functions, so that what passes here passes there")
        .choices(["engine", "aws"])
        .default("engine"),
    )
    .summary("run a workflow here")
    .description(
      "Runs a workflow and draws what happened: in memory or, with --db or --redis, where it survives this process. On Redis this process is one worker among others: any of them may run it, and this one others' executions.\nCtrl-C lets running handlers finish; what is kept goes on when it is run again under its --name.",
    )
    .addHelpText(
      "after",
      `${examples(["stepwright run workflow.ts --input input.json", `stepwright run workflow.ts#place-order --input '{"orderId":"o-1"}' --json`, "stepwright run workflow.ts --input input.json --db orders.db --name order-1", "stepwright run machine.asl.json --input '{}' --handlers handlers.ts"])}\nExit code: 0 the workflow succeeded, 1 it failed, 2 the command was called wrong, 130 it was interrupted.\n`,
    )
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import("./command/run.ts")
      done(await run(file, options, host))
    })
}

/** Amazon States Language says nothing of it. */
function typeOption(): Option {
  return new Option("--type <type>", "of an .asl.json file; a workflow says its type itself")
    .choices(["STANDARD", "EXPRESS"])
    .default("STANDARD")
}

function addCheck(program: Command, host: Host, done: Done): void {
  common(program.command("check"))
    .argument("<file...>", "modules that export workflows, or .asl.json files")
    .addOption(typeOption())
    .summary("find what is wrong")
    .description("Defines and compiles every exported workflow, and examines state machines, without running anything.")
    .addHelpText(
      "after",
      `${examples(["stepwright check workflow.ts", "stepwright check src/*.ts machines/*.asl.json --json"])}\nExit code: 0 no errors (warnings are no errors), 1 errors, 2 the command was called wrong.\n`,
    )
    .action(async (files: readonly string[], options: CheckOptions) => {
      const { check } = await import("./command/check.ts")
      done(await check(files, options, host))
    })
}

function addGraph(program: Command, host: Host, done: Done): void {
  common(program.command("graph"), { json: false })
    .argument(
      "<file>",
      "a module that exports workflows (file.ts#workflow where it exports several), or an .asl.json file",
    )
    .addOption(
      new Option("-f, --format <format>", "what to draw; default: by --out's ending, else mermaid").choices([
        "mermaid",
        "svg",
      ]),
    )
    .option("-o, --out <file>", "write to this file instead of standard output")
    .summary("draw a workflow")
    .description("Draws a workflow's states as Mermaid text or as an SVG that looks right on light and dark pages.")
    .addHelpText(
      "after",
      examples([
        "stepwright graph workflow.ts",
        "stepwright graph workflow.ts#place-order --out place-order.svg",
        "stepwright graph machine.asl.json --format svg > machine.svg",
      ]),
    )
    .action(async (file: string, options: GraphOptions) => {
      const { graph } = await import("./command/graph.ts")
      done(await graph(file, options, host))
    })
}
