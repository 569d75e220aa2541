import { Workflow } from "@stepwright/dsl";
/** Stable codes of what can be wrong with the bundles of tasks: what it means, and what to do. */
declare const bundleCodes: {
  readonly TASK_UNHANDLED: {
    readonly summary: "A task of a workflow that is to be deployed has no handler.";
    readonly hint: "Give the task a handler, or export handle(task, function) from a file that is named.";
  };
  readonly HANDLER_TWICE: {
    readonly summary: "Two handlers are exported for one task.";
    readonly hint: "Export one of them, or rename one of the tasks.";
  };
  readonly MODULE_UNRESOLVED: {
    readonly summary: "A module that a handler needs cannot be found.";
    readonly hint: "Correct the path, install the package, or name it in `external` where the function has it.";
  };
  readonly MODULE_INVALID: {
    readonly summary: "A module that a handler needs cannot be bundled.";
    readonly hint: "Correct what the message names.";
  };
  readonly BUNDLE_TOO_LARGE: {
    readonly summary: "A function's files are larger than the 250 MB (262,144,000 bytes) that Lambda allows, unzipped.";
    readonly hint: "See which modules weigh most; keep data outside, or deploy a container image.";
  };
  readonly ESBUILD_MISSING: {
    readonly summary: "Bundles are made by esbuild and acorn, which are not installed.";
    readonly hint: "npm install --save-dev esbuild acorn";
  };
  readonly NATIVE_MODULE: {
    readonly summary: "A bundle holds a native module, which runs only on the system that it was built for.";
    readonly hint: "Install it for Lambda's system (npm install --os=linux --cpu=arm64), or name it in `external` and add a layer.";
  };
  readonly DYNAMIC_REQUIRE: {
    readonly summary: "A module decides only when it runs what it requires: that is not in the bundle.";
    readonly hint: "Import it by a fixed name, or name it in `external` and ship it beside the bundle.";
  };
  readonly ANOTHERS_CODE: {
    readonly summary: "A bundle holds code that only another task's handler needs, since it may have side effects where it stands.";
    readonly hint: "Give each handler a file of its own, or make what it needs inside of a function; a call without side effects can be marked /* @__PURE__ */.";
  };
  readonly HANDLERS_IN_LIST: {
    readonly summary: "Handlers stand in one exported list or record: the bundle of each holds what all of them need.";
    readonly hint: "Export each handler by itself: export const charge = handle(chargeCard, …).";
  };
  readonly WHOLE_ZOD: {
    readonly summary: "A bundle holds all of zod, locales included.";
    readonly hint: 'In the modules of tasks write import { z } from "zod" or import * as z from "zod"; do not hand z on from one module to another.';
  };
};
/** A stable code of bundles. */
type BundleCode = keyof typeof bundleCodes;
/** One thing that is wrong with a bundle, or may be. */
interface BundleIssue {
  readonly code: BundleCode;
  /** What and where, in a sentence. */
  readonly message: string;
  readonly hint: string;
  /** Whose bundle, where it is one task's. */
  readonly task?: string;
  /** Relative to the project; line from 1, column from 1. */
  readonly at?: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  };
}
/** Bundles that cannot be made. Carries every issue found, not only the first. */
declare class BundleError extends Error {
  readonly name = "BundleError";
  readonly code = "BUNDLES_INVALID";
  readonly issues: readonly BundleIssue[];
  constructor(issues: readonly BundleIssue[]);
}
/** `file:line:column CODE message. What to do.` */
declare function formatBundleIssue({ at, code, message, hint }: BundleIssue): string;
/** Where a task's handler is exported. */
interface HandlerPlace {
  readonly task: string;
  /** The module: an absolute path. */
  readonly file: string;
  /** The export's name, then the key or index of a member of it: `["chargeCard"]`, `["handlers", "0"]`, `["default"]`. */
  readonly exportPath: readonly string[];
  /** The shortest heartbeat of the task's steps, where one has any: its function then answers by token. */
  readonly heartbeatSeconds?: number;
}
/** A module and its share of a bundle. */
interface ModuleWeight {
  /** Relative to the project. */
  readonly path: string;
  /** Minified. */
  readonly bytes: number;
}
/** One task's function. */
interface TaskBundle {
  readonly task: string;
  /** Absolute: holds `index.mjs` and its source map. */
  readonly folder: string;
  /** What the function's `Handler` is. */
  readonly handler: "index.handler";
  /** Of `index.mjs`. */
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Of all files together: what Lambda bounds. */
  readonly unzippedBytes: number;
  /** The heaviest first. */
  readonly modules: readonly ModuleWeight[];
}
interface BundleTasksOptions {
  /** Where the handlers are: `locateHandlers` finds them. */
  readonly handlers: readonly HandlerPlace[];
  /** Names of tasks that must have one. Default: none must. */
  readonly tasks?: readonly string[];
  /** Gets `functions/<task>/index.mjs` and its source map for each task; what stood in these folders goes. */
  readonly outDir: string;
  readonly runtime?: "nodejs22.x" | "nodejs24.x";
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string;
  /** Packages that the function has from elsewhere, as a layer. AWS's SDK always is. */
  readonly external?: readonly string[];
  /** Export conditions that packages are resolved by, beside `stepwright-bundle`. Default: this process's own. */
  readonly conditions?: readonly string[];
  /** Functions trace by OpenTelemetry, whose API and SDK they then hold or have from a layer. Default: false. */
  readonly telemetry?: boolean;
}
/** What was made. */
interface Bundles {
  readonly bundles: readonly TaskBundle[];
  readonly warnings: readonly BundleIssue[];
}
/**
 * Bundles each task's handler into a folder of its own: ESM, minified, with a source map, and with nothing that the handler
 * does not need. The same sources give the same bytes. Synchronous, for constructs of the CDK are.
 * @throws {BundleError} with every problem; then nothing is written
 */
declare function bundleTasks(options: BundleTasksOptions): Bundles;
/** A module, loaded. */
interface LoadedModule {
  /** Its path, absolute. */
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
}
/**
 * Finds the handlers among what modules export, and where: `handle(task, …)` values and tasks with a handler, alone or in
 * arrays and records. A handler that was attached wins over a task's own; one that is exported twice is told once, by its
 * shortest way. Two handlers of one task are both told: `bundleTasks` refuses them.
 * @param workflows - Whose steps may have heartbeats. Default: none.
 */
declare function locateHandlers(modules: readonly LoadedModule[], workflows?: readonly Workflow[]): readonly HandlerPlace[];
interface MeasureImportsOptions {
  /** How often each bundle is imported. Default: 7. */
  readonly runs?: number;
}
/** How long the import of a bundle takes in a process that has just started, in milliseconds. */
interface ImportTime {
  readonly task: string;
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}
/** Imports each bundle in processes of its own, one after the other, by turns: what disturbs the machine meets all alike. */
declare function measureImports(bundles: readonly TaskBundle[], { runs }?: MeasureImportsOptions): readonly ImportTime[];
/**
 * A table of bundles, for a terminal as for Markdown: their sizes, what weighs most in them, and how long their import takes.
 */
declare function sizeTable(bundles: readonly TaskBundle[], times?: readonly ImportTime[]): string;
export { formatBundleIssue as _, LoadedModule as a, Bundles as c, ModuleWeight as d, TaskBundle as f, bundleCodes as g, BundleIssue as h, measureImports as i, bundleTasks as l, BundleError as m, ImportTime as n, locateHandlers as o, BundleCode as p, MeasureImportsOptions as r, BundleTasksOptions as s, sizeTable as t, HandlerPlace as u };