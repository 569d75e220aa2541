import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

// By its own name: in a build it stays a file of its own, and finds the process that bundles beside it.
import {
  BundleError,
  type BundleIssue,
  bundleTasks,
  type BundleTasksOptions,
  type HandlerPlace,
  type LoadedModule,
  locateHandlers,
  type TaskBundle,
} from "@stepwright/adapters/aws/bundle"
import type { Workflow } from "@stepwright/dsl"
import type { Plan } from "@stepwright/engine"

import type { AwsOptions } from "../app.ts"
import { type AwsArtifacts, awsTemplate } from "../aws-template.ts"
import { buildProblem, type BuildProblem } from "./build-problem.ts"

/** A workflow and what it was compiled to, its sources told from the app's `root`. */
export interface SourceWorkflow {
  readonly workflow: Workflow
  readonly plan: Plan
}

export interface BuildAppOptions extends Pick<BundleTasksOptions, "external" | "conditions" | "telemetry"> {
  /** What the names of its functions and state machines begin with. */
  readonly name: string
  /** With all that they call. */
  readonly workflows: readonly SourceWorkflow[]
  /** Where the handlers of their tasks are exported; others among them are left alone. */
  readonly modules: readonly LoadedModule[]
  /** Gets `functions/<task>/index.mjs` and its source map for each task. */
  readonly outDir: string
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string
  readonly options?: AwsOptions
}

/** What an app comes to. */
export interface BuiltApp {
  /** Its template refers to each task's folder as `functions/<task>`. */
  readonly artifacts: AwsArtifacts
  /** None where a task cannot be bundled. */
  readonly bundles: readonly TaskBundle[]
  /** Everything that is wrong with either. With an error among it, nothing of it is to be deployed. */
  readonly problems: readonly BuildProblem[]
}

/**
 * Bundles an app's tasks and makes its template. Synchronous; the same sources give the same bytes. Nothing is thrown for
 * what is wrong in the app: all of it is told.
 */
export function buildApp(app: BuildAppOptions): BuiltApp {
  const root = resolve(app.root ?? ".")
  const tasks = new Set(app.workflows.flatMap(({ plan }) => tasksOf(plan)))
  const handlers = locateHandlers(
    app.modules,
    app.workflows.map(({ workflow }) => workflow),
  ).filter(({ task }) => tasks.has(task))
  const unexported = unexportedIn(app.workflows, new Set(handlers.map(({ task }) => task)))
  const { bundles, issues } = bundle(handlers, app, root)
  const digests = new Map(bundles.map(({ task, folder }) => [task, digestOf(folder)]))
  const artifacts = awsTemplate({
    name: app.name,
    workflows: app.workflows.map(({ workflow, plan }) => ({ plan, tree: workflow.tree })),
    code: (task) =>
      handlers.some((place) => place.task === task) || unexported.has(task)
        ? { path: `functions/${task}`, digest: digests.get(task) ?? "" }
        : undefined,
    ...(app.options === undefined ? {} : { options: app.options }),
  })
  const problems = [...artifacts.problems, ...unexported.values(), ...issues]
  return { artifacts, bundles, problems: problems.map((found) => buildProblem(found, root)) }
}

/** Tasks that are not served, although they have a handler: it cannot be found from outside of its module. */
function unexportedIn(
  workflows: readonly SourceWorkflow[],
  served: ReadonlySet<string>,
): ReadonlyMap<string, BuildProblem> {
  const tasks = workflows.flatMap(({ workflow }) => [...workflow.tasks.values()])
  const problems = tasks
    .filter(({ name, handler }) => handler !== undefined && !served.has(name))
    .map(({ name, data }): [string, BuildProblem] => [
      name,
      {
        code: "AWS_TASK_WITHOUT_HANDLER",
        severity: "error",
        message: `The handler of task ${name} is exported by none of the modules that are named.`,
        hint: "Export the task, and name the module: a bundle begins with what a module exports.",
        at: data.at,
      },
    ])
  return new Map(problems)
}

function tasksOf({ bindings }: Plan): readonly string[] {
  return Object.values(bindings).flatMap((binding) => (binding.kind === "task" ? [binding.task] : []))
}

type Issue = BundleIssue & { readonly severity: BuildProblem["severity"] }

function bundle(
  handlers: readonly HandlerPlace[],
  { outDir, options = {}, external, conditions, telemetry }: BuildAppOptions,
  root: string,
): { readonly bundles: readonly TaskBundle[]; readonly issues: readonly Issue[] } {
  if (handlers.length === 0) return { bundles: [], issues: [] }
  try {
    const { bundles, warnings } = bundleTasks({
      handlers,
      outDir,
      root,
      ...(options.runtime === undefined ? {} : { runtime: options.runtime }),
      ...(external === undefined ? {} : { external }),
      ...(conditions === undefined ? {} : { conditions }),
      ...(telemetry === undefined ? {} : { telemetry }),
    })
    return { bundles, issues: warnings.map((issue) => ({ ...issue, severity: "warning" })) }
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    return { bundles: [], issues: error.issues.map((issue) => ({ ...issue, severity: "error" })) }
  }
}

/** Another text when any file of a folder is another. */
function digestOf(folder: string): string {
  const hash = createHash("sha256")
  for (const name of readdirSync(folder).toSorted()) {
    const content = readFileSync(join(folder, name))
    hash.update(`${name} ${content.length}\n`).update(content)
  }
  return hash.digest("hex")
}
