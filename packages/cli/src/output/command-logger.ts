import type { Logger } from "@stepwright/engine"

import type { Host } from "../host.ts"
import { jsonLogger } from "./json-logger.ts"
import { paintFor } from "./paint.ts"
import type { CommonOptions } from "./report.ts"
import { showLogger } from "./show-logger.ts"

/** What a command logs while it runs, on its standard output: for people, or as JSON lines. */
export function commandLogger({ json, debug }: CommonOptions, host: Host): Logger {
  if (json === true) return jsonLogger((line) => host.stdout.write(line), debug === true)
  return showLogger((line) => host.stdout.write(`${line}\n`), paintFor(host.stdout, host.env), debug === true)
}
