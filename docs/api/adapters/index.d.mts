import { t as AwsArtifacts, u as AwsOptions } from "./aws-template.mjs";
import { BundleTasksOptions, LoadedModule, TaskBundle } from "@stepwright/adapters/aws/bundle";
import { Plan } from "@stepwright/engine";
import { Workflow } from "@stepwright/dsl";
/** One thing that is wrong with an app for AWS, or may be: in its template or in its bundles. */
interface BuildProblem {
  /** Of `awsCodes` or `bundleCodes`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** What and where, in a sentence. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** The author's line: an absolute path; line and column from 1. */
  readonly at?: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  };
  /** Where in the state machine: `/States/Charge/Next`. */
  readonly location?: string;
}
/** What is wrong with a workflow, a template or a bundle. `root` is what its file is told from. */
declare function buildProblem(found: BuildProblem, root: string): BuildProblem;
/** `file:line:column CODE message What to do.`, the file told from a folder where it lies in it. */
declare function formatBuildProblem({ at, code, message, hint }: BuildProblem, folder: string): string;
/** A workflow and what it was compiled to, its sources told from the app's `root`. */
interface SourceWorkflow {
  readonly workflow: Workflow;
  readonly plan: Plan;
}
interface BuildAppOptions extends Pick<BundleTasksOptions, "external" | "conditions" | "telemetry"> {
  /** What the names of its functions and state machines begin with. */
  readonly name: string;
  /** With all that they call. */
  readonly workflows: readonly SourceWorkflow[];
  /** Where the handlers of their tasks are exported; others among them are left alone. */
  readonly modules: readonly LoadedModule[];
  /** Gets `functions/<task>/index.mjs` and its source map for each task. */
  readonly outDir: string;
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string;
  readonly options?: AwsOptions;
}
/** What an app comes to. */
interface BuiltApp {
  /** Its template refers to each task's folder as `functions/<task>`. */
  readonly artifacts: AwsArtifacts;
  /** None where a task cannot be bundled. */
  readonly bundles: readonly TaskBundle[];
  /** Everything that is wrong with either. With an error among it, nothing of it is to be deployed. */
  readonly problems: readonly BuildProblem[];
}
/**
 * Bundles an app's tasks and makes its template. Synchronous; the same sources give the same bytes. Nothing is thrown for
 * what is wrong in the app: all of it is told.
 */
declare function buildApp(app: BuildAppOptions): BuiltApp;
export { BuildProblem as a, buildApp as i, BuiltApp as n, buildProblem as o, SourceWorkflow as r, formatBuildProblem as s, BuildAppOptions as t };