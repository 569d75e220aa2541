import type { Open } from "./backends.ts"
import { activitiesTests } from "./operations/activities.ts"
import { executionsTests } from "./operations/executions.ts"
import { mapRunsTests } from "./operations/map-runs.ts"
import { stateMachinesTests } from "./operations/state-machines.ts"
import { tagsTests } from "./operations/tags.ts"
import { taskTokensTests } from "./operations/task-tokens.ts"
import { tryingOutTests } from "./operations/trying-out.ts"
import { versionsAndAliasesTests } from "./operations/versions-and-aliases.ts"

/** Every operation of AWS's client against the API over a backend: what it answers, and how it fails. */
export function everyOperation(open: Open): void {
  stateMachinesTests(open)
  versionsAndAliasesTests(open)
  executionsTests(open)
  taskTokensTests(open)
  activitiesTests(open)
  mapRunsTests(open)
  tagsTests(open)
  tryingOutTests(open)
}
