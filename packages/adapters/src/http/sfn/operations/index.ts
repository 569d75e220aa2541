import { activityOperations } from "./activities.ts"
import { aliasOperations } from "./aliases.ts"
import { executionOperations } from "./executions.ts"
import { listExecutionOperations } from "./list-executions.ts"
import { mapRunOperations } from "./map-runs.ts"
import type { Operation } from "./operation.ts"
import { startOperations } from "./starting.ts"
import { stateMachineOperations } from "./state-machines.ts"
import { tagOperations } from "./tags.ts"
import { taskTokenOperations } from "./task-tokens.ts"
import { tryingOperations } from "./trying.ts"
import { versionOperations } from "./versions.ts"

/** Every operation, by its name. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    ...stateMachineOperations,
    ...versionOperations,
    ...aliasOperations,
    ...startOperations,
    ...executionOperations,
    ...listExecutionOperations,
    ...mapRunOperations,
    ...taskTokenOperations,
    ...activityOperations,
    ...tryingOperations,
    ...tagOperations,
  }),
)
