import { type Command, Option } from "commander"

import type { ServeOptions } from "./command/serve.ts"
import { common, type Done, examples, stored } from "./command-parts.ts"
import type { Host } from "./host.ts"

/** `stepwright serve` */
export function addServe(program: Command, host: Host, done: Done): void {
  stored(common(program.command("serve"), { json: false }))
    .argument("[file...]", "modules that export workflows and handlers, or .asl.json files")
    .option("--handlers <file>", "a module that exports handlers for tasks that have none")
    .option("--bindings <file>", "what serves Lambda functions and other resources, as JSON")
    .option("--strict-bindings", "creates no state machine that calls what neither of these serves")
    .option(
      "--queue-prefix <text>",
      "what the keys of queues that resources are bound to begin with (default: as of worker)",
    )
    .option("--keys <file>", "who may ask: access keys and tokens, as JSON (also: STEPWRIGHT_KEYS, the JSON itself)")
    .option("--policy <file>", "what users may do: IAM policies by user, as JSON; default: everything")
    .option("--insecure", "asks nobody for keys; on this machine only")
    .option("--port <n>", "0 for a port that is free", "8083")
    .option("--host <address>", "where it listens", "127.0.0.1")
    .option("--region <region>", "what requests are signed for, and ARNs say", "us-east-1")
    .option("--account <id>", "what ARNs say", "000000000000")
    .option("--no-worker", "answers requests and runs nothing: stepwright worker does, on the same store")
    .option("--concurrency <n>", "executions that its worker holds at once, at most (default: 1000)")
    .addOption(
      new Option("--durability <mode>", "of Redis: what must have a write before it counts").choices([
        "fast",
        "fsync",
        "replicated",
      ]),
    )
    .option("--grace <seconds>", "how long requests and handlers may go on after a signal", "30")
    .option("--stall-after <seconds>", "how long its worker may stand still before it is taken for dead", "30")
    .option("--json", "logs as JSON lines")
    .summary("serve the API of AWS Step Functions")
    .description(
      "Serves the engine to AWS's SDKs, CLI and tools, and as a REST face to browsers and curl, and runs what they start. Without --db or --redis it keeps everything in memory. SIGTERM or Ctrl-C: it takes up nothing new, lets what runs end and leaves; a second signal leaves at once.",
    )
    .addHelpText(
      "after",
      `${examples([
        "stepwright serve --insecure",
        "stepwright serve src/workflows.ts --db orders.db --keys keys.json",
        "stepwright serve --bindings bindings.json --db engine.db --insecure",
        "stepwright serve --redis redis://127.0.0.1:6379 --keys keys.json --policy policy.json --host 0.0.0.0 --json",
      ])}\nExit code: 0 it was stopped, 1 it could not start, 2 the command was called wrong, 75 its worker stood still and it gave up, 130 a second signal.\n`,
    )
    .action(async (files: readonly string[], options: ServeOptions) => {
      const { serve } = await import("./command/serve.ts")
      done(await serve(files, options, host))
    })
}
