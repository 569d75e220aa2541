import type { Command } from "commander"

import type { ListCommandOptions } from "./command/list.ts"
import type { CancelOptions, ManyOptions } from "./command/many.ts"
import { common, type Done, examples, stored } from "./command-parts.ts"
import type { Host } from "./host.ts"

const codes = "Exit code: 0 all went well, 1 some did not, 2 the command was called wrong, 130 it was interrupted.\n"

/** Gives a command the options of those that are done to many. */
export function many(command: Command, names: string): Command {
  return command
    .option("--where <name=value...>", `which ones, all of: ${names}`)
    .option("--dry-run", "tell what would be done, and do nothing")
}

/** `stepwright list` */
export function addListing(program: Command, host: Host, done: Done): void {
  stored(common(program.command("list")))
    .option("--workflow <name>", "only those of this workflow")
    .option("--status <status>", "only those that stand so: running, succeeded, failed, timed_out, aborted, parked")
    .option("--limit <n>", "how many, 1 to 1000", "100")
    .option("--cursor <cursor>", "the next page: what the page before says, with the same filters")
    .summary("list executions, newest first")
    .description(
      "Lists executions, newest first; on Redis also warns of those that no worker can run (WORK_UNSERVED): they wait for a worker of another version.",
    )
    .addHelpText("after", examples(["stepwright list --redis redis://127.0.0.1:6379 --status failed"]))
    .action(async (options: ListCommandOptions) => {
      const { list } = await import("./command/list.ts")
      done(await list(options, host))
    })
}

/** `stepwright redrive` */
export function addRedrive(program: Command, host: Host, done: Done): void {
  many(stored(common(program.command("redrive"))), "workflow, status, error, after, before (of the start)")
    .argument("[execution]", "the execution's id (its ARN), or its name")
    .summary("go on with what failed")
    .description(
      "Goes on with an execution that failed, timed out, was aborted or is parked, from where it stood: with one, or with all that --where means (by default FAILED, TIMED_OUT and PARKED). A worker runs them.",
    )
    .addHelpText(
      "after",
      `${examples([
        "stepwright redrive order-1 --db orders.db",
        "stepwright redrive --where workflow=order error=Card.Down after=2026-11-30 --redis redis://… --dry-run",
      ])}\n${codes}`,
    )
    .action(async (execution: string | undefined, options: ManyOptions) => {
      const { redrive } = await import("./command/many.ts")
      done(await redrive(execution, options, host))
    })
}

/** `stepwright cancel` */
export function addCancel(program: Command, host: Host, done: Done): void {
  many(stored(common(program.command("cancel"))), "workflow, status, error, after, before (of the start)")
    .argument("[execution]", "the execution's id (its ARN), or its name")
    .option("--reason <text>", "why, for whoever asks later")
    .summary("cancel executions and undo what they did")
    .description(
      "Cancels an execution, or all that --where means (by default RUNNING): nothing that leads forward begins any more, and what was done is undone, by a worker.",
    )
    .addHelpText(
      "after",
      `${examples([
        'stepwright cancel order-1 --db orders.db --reason "ordered twice"',
        "stepwright cancel --where workflow=order before=2026-11-01 --redis redis://… --dry-run",
      ])}\n${codes}`,
    )
    .action(async (execution: string | undefined, options: CancelOptions) => {
      const { cancel } = await import("./command/many.ts")
      done(await cancel(execution, options, host))
    })
}
