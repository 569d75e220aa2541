import { type Command, Option } from "commander"

import type { WorkerCommandOptions } from "./command/worker.ts"
import { common, type Done, examples, stored } from "./command-parts.ts"
import type { Host } from "./host.ts"

/** `stepwright worker` */
export function addWorker(program: Command, host: Host, done: Done): void {
  stored(common(program.command("worker"), { json: false }))
    .argument("[file...]", "modules that export workflows and handlers, or .asl.json files")
    .option("--handlers <file>", "a module that exports handlers for tasks that have none")
    .option("--bindings <file>", "what serves Lambda functions and other resources, as JSON")
    .option("--stored", "also runs what was created through the API that stepwright serve offers, on the same store")
    .option("--name <name>", "names the worker in logs and metrics; default: host and process id")
    .option("--concurrency <n>", "executions that it holds at once, at most (default: 1000)")
    .option("--task-concurrency <n>", "handlers that run at once (default: 100)")
    .option(
      "--queues [name=n...]",
      "tasks with a queue are jobs of BullMQ on the same Redis; serves these queues, n jobs of each at once (10; 0: it only sends), or all that its files have handlers for",
    )
    .option("--queue-prefix <text>", "what the queues' keys begin with (default: {stepwright}, with --prefix as that)")
    .option(
      "--max-deliveries <n>",
      "how often an execution may be handed out without getting on before it is parked (default: 10)",
    )
    .option("--max-lag <ms>", "how late its event loop may be: it holds fewer executions the later it is")
    .addOption(
      new Option("--durability <mode>", "of Redis: what must have a write before it counts").choices([
        "fast",
        "fsync",
        "replicated",
      ]),
    )
    .option("--lease <seconds>", "on Redis, how long after its last sign of life others take over (default: 4)")
    .option("--port <n>", "serves /healthz, /readyz and /metrics there; 0 for a port that is free")
    .option("--host <address>", "where --port is opened", "127.0.0.1")
    .option("--grace <seconds>", "how long handlers may go on after a signal", "30")
    .option("--stall-after <seconds>", "how long it may stand still before it is taken for dead", "30")
    .option("--json", "logs as JSON lines")
    .summary("run executions until it is stopped")
    .description(
      "Runs the executions of a store until SIGTERM or Ctrl-C. Then it takes up nothing new, lets handlers finish and leaves; a second signal leaves at once. Whatever did not finish goes on with the next worker.",
    )
    .addHelpText(
      "after",
      `${examples([
        "stepwright worker src/workflows.ts --redis redis://127.0.0.1:6379 --port 9464 --json",
        "stepwright worker src/*.ts --redis redis://127.0.0.1:6379 --queues pdf=4 mail",
        "stepwright worker --stored --bindings bindings.json --redis redis://127.0.0.1:6379",
        "stepwright worker src/*.ts --db orders.db --max-lag 50",
      ])}\nExit code: 0 it was stopped, 1 it could not start, 2 the command was called wrong, 75 it stood still and gave up, 130 a second signal.\n`,
    )
    .action(async (files: readonly string[], options: WorkerCommandOptions) => {
      const { worker } = await import("./command/worker.ts")
      done(await worker(files, options, host))
    })
}
