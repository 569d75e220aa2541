import { memory } from "@stepwright/adapters/memory"
import { TaskError, type Workflow } from "@stepwright/dsl"
import { testKit } from "@stepwright/engine/testing"

import type { Call } from "./direct/log.ts"
import { taskNames } from "./written/tasks.ts"
import type { World } from "./world.ts"

const runTest = testKit({ backend: memory })

/** What every key of these executions starts with: an execution's id. */
export const rootKey = "arn:aws:states:local:000000000000:execution:grown:test"

/** How an execution went. */
export interface Ran {
  readonly status: string
  readonly output?: unknown
  readonly error?: string
  readonly cause?: string
  readonly calls: readonly Call[]
}

/** Compiles a workflow and runs its plan on the real engine, in a world. */
export async function runCompiled<I>(workflow: Workflow<I>, input: I, world: World): Promise<Ran> {
  const mock =
    (task: string) =>
    (input: never, { key, attempt }: { readonly key: string; readonly attempt: number }): unknown => {
      const answer = world({ task, key, attempt, input })
      if ("error" in answer) throw new TaskError(answer.error)
      return answer.output
    }
  const mocks = Object.fromEntries(taskNames.map((name) => [name, mock(name)]))
  return runTest(workflow, { input, mocks })
}
