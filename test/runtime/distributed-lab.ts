import type { Client, ListedExecution, MapRunDescription } from "@stepwright/engine"

import { type Lab, type LabOptions, openLab } from "./lab.ts"

/** A lab in which the first machine has been started. */
export async function begin(options: LabOptions, input: unknown): Promise<{ readonly lab: Lab; readonly id: string }> {
  const lab = await openLab(options)
  const [machine] = options.workflows
  if (machine === undefined) throw new Error("nothing to start")
  const { id } = await lab.client.start(machine, input)
  return { lab, id }
}

/** The one map run of an execution. */
export async function onlyMapRun(client: Client, execution: string): Promise<MapRunDescription> {
  const [mapRun, ...others] = await client.listMapRuns(execution)
  if (mapRun === undefined || others.length > 0) throw new Error(`${others.length + 1} map runs`)
  return mapRun
}

/** The child executions of a map run. */
export async function childrenOf(
  client: Client,
  mapRun: string,
  status?: "FAILED" | "ABORTED" | "RUNNING",
): Promise<readonly ListedExecution[]> {
  const { executions } = await client.list({ mapRun, limit: 1000, ...(status === undefined ? {} : { status }) })
  return executions
}

/** Code that fails on some inputs, and answers the others with themselves. */
export const refusing =
  (...bad: readonly unknown[]) =>
  (input: unknown): unknown => {
    if (bad.includes(input)) throw Object.assign(new Error("no"), { name: "Bad" })
    return input
  }

/** Counts of a map run: what is not named is 0. */
export function counts(some: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const places = [
    "total",
    "pending",
    "running",
    "succeeded",
    "failed",
    "timedOut",
    "aborted",
    "pendingRedrive",
  ] as const
  return Object.fromEntries([...places, "resultsWritten"].map((place) => [place, some[place] ?? 0]))
}
