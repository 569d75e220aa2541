import { type Command, Option } from "commander"

import type { CompensateOptions } from "./command/compensate.ts"
import type { DropOptions, LetterOptions, ListLettersOptions, RetryOptions } from "./command/dlq.ts"
import { common, type Done, examples, stored } from "./command-parts.ts"
import type { Host } from "./host.ts"
import { many } from "./many-options.ts"

/** `stepwright dlq`: what operators do about compensations that were given up on. */
export function addDeadLetters(program: Command, host: Host, done: Done): void {
  const dlq = program
    .command("dlq")
    .summary("see to compensations that were given up on")
    .description(
      "Dead letters are compensations that kept failing: somebody has to see to them. They stay open until a retry goes well or they are dropped.",
    )
    .addHelpText(
      "after",
      examples([
        "stepwright dlq list --db orders.db",
        "stepwright dlq show 6f1f2c1e-… --db orders.db",
        "stepwright dlq retry 6f1f2c1e-… workflow.ts --db orders.db",
        'stepwright dlq drop 6f1f2c1e-… --db orders.db --reason "refunded by hand"',
      ]),
    )
  addList(dlq, host, done)
  addShow(dlq, host, done)
  addRetry(dlq, host, done)
  addDrop(dlq, host, done)
}

/** `stepwright describe` */
export function addDescribe(program: Command, host: Host, done: Done): void {
  stored(common(program.command("describe")))
    .argument("<execution>", "the execution's id (its ARN), or its name")
    .summary("tell how an execution stands")
    .description(
      "Tells how an execution stands: its status, how far its cancellation has come and what that waits for, and its dead letters with what became of them.",
    )
    .addHelpText("after", examples(["stepwright describe order-1 --db orders.db"]))
    .action(async (execution: string, options: LetterOptions) => {
      const { describe } = await import("./command/describe.ts")
      done(await describe(execution, options, host))
    })
}

/** `stepwright compensate` */
export function addCompensate(program: Command, host: Host, done: Done): void {
  stored(common(program.command("compensate")))
    .argument("<execution>", "the execution's id (its ARN), or its name")
    .argument("<file>", "the module that exports its workflow, or its .asl.json file")
    .option("--history <file>", "what aws stepfunctions get-execution-history answered, all of it, as JSON")
    .option("--handlers <file>", "a module that exports handlers for tasks that have none")
    .option("--dry-run", "show what was attempted and what would be called, and call nothing")
    .summary("undo what a stopped or killed saga had done")
    .description(
      "Undoes what an execution had done that was stopped, killed, timed out or failed without undoing it: finds out from its history which steps were attempted, and calls their compensations here, in the saga's order and with its keys. On Redis any worker of its workflow may call them.",
    )
    .addHelpText(
      "after",
      `${examples([
        "stepwright compensate order-1 workflow.ts --db orders.db --dry-run",
        "stepwright compensate order-1 workflow.ts --db orders.db",
        "stepwright compensate order-1 workflow.ts --redis redis://127.0.0.1:6379",
        "stepwright compensate arn:aws:states:…:order:1 workflow.ts --history history.json --dry-run",
      ])}\nExit code: 0 all of it was undone, 1 something was not, 2 the command was called wrong.\n`,
    )
    .action(async (execution: string, file: string, options: CompensateOptions) => {
      const { compensate } = await import("./command/compensate.ts")
      done(await compensate(execution, file, options, host))
    })
}

function addList(dlq: Command, host: Host, done: Done): void {
  stored(common(dlq.command("list")))
    .addOption(
      new Option("--status <status>", "which ones").choices(["open", "retried", "dropped", "all"]).default("open"),
    )
    .option("--execution <id>", "only those of this execution")
    .option("--limit <n>", "how many, 1 to 1000", "100")
    .option("--cursor <cursor>", "the next page: what the page before says, with the same filters")
    .summary("list dead letters, newest first")
    .description("Lists dead letters, newest first.")
    .addHelpText(
      "after",
      examples(["stepwright dlq list --db orders.db", "stepwright dlq list --db orders.db --status all --json"]),
    )
    .action(async (options: ListLettersOptions) => {
      const { listLetters } = await import("./command/dlq.ts")
      done(await listLetters(options, host))
    })
}

function addShow(dlq: Command, host: Host, done: Done): void {
  stored(common(dlq.command("show")))
    .argument("<id>", "the dead letter's id")
    .summary("show a dead letter whole")
    .description(
      "Shows a dead letter: execution, step, key, what the step was given and answered, what was sent to undo it, and why that failed.",
    )
    .addHelpText("after", examples(["stepwright dlq show 6f1f2c1e-… --db orders.db"]))
    .action(async (id: string, options: LetterOptions) => {
      const { showLetter } = await import("./command/dlq.ts")
      done(await showLetter(id, options, host))
    })
}

function addRetry(dlq: Command, host: Host, done: Done): void {
  many(stored(common(dlq.command("retry"))), "workflow, execution, step, error, after, before (of the letter)")
    .argument("<id-and-file...>", "the dead letter's id, but with --where; and the file that its workflow is in")
    .option("--handlers <file>", "a module that exports handlers for tasks that have none")
    .summary("call compensations again")
    .description(
      "Calls a dead letter's compensation again, with the same key and the same envelope. Where it goes well the letter is settled; where it fails it stays open with the new error.",
    )
    .addHelpText(
      "after",
      `${examples([
        "stepwright dlq retry 6f1f2c1e-… workflow.ts --db orders.db",
        "stepwright dlq retry workflow.ts --where error=Airline.Down --db orders.db --dry-run",
      ])}\nExit code: 0 it went well, 1 it failed again, 2 the command was called wrong.\n`,
    )
    .action(async (args: readonly string[], options: RetryOptions) => {
      const { retry } = await import("./command/dlq.ts")
      done(await retry(args, options, host))
    })
}

function addDrop(dlq: Command, host: Host, done: Done): void {
  stored(common(dlq.command("drop")))
    .argument("<id>", "the dead letter's id")
    .requiredOption("--reason <text>", "why it need not be done any more; kept on record")
    .summary("settle one that need not be done any more")
    .description("Settles a dead letter without calling anything: it was seen to by hand, say. The reason is kept.")
    .addHelpText("after", examples(['stepwright dlq drop 6f1f2c1e-… --db orders.db --reason "refunded by hand"']))
    .action(async (id: string, options: DropOptions) => {
      const { dropLetter } = await import("./command/dlq.ts")
      done(await dropLetter(id, options, host))
    })
}
