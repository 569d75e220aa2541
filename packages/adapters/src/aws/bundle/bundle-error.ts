/** Stable codes of what can be wrong with the bundles of tasks: what it means, and what to do. */
export const bundleCodes = {
  TASK_UNHANDLED: {
    summary: "A task of a workflow that is to be deployed has no handler.",
    hint: "Give the task a handler, or export handle(task, function) from a file that is named.",
  },
  HANDLER_TWICE: {
    summary: "Two handlers are exported for one task.",
    hint: "Export one of them, or rename one of the tasks.",
  },
  MODULE_UNRESOLVED: {
    summary: "A module that a handler needs cannot be found.",
    hint: "Correct the path, install the package, or name it in `external` where the function has it.",
  },
  MODULE_INVALID: {
    summary: "A module that a handler needs cannot be bundled.",
    hint: "Correct what the message names.",
  },
  BUNDLE_TOO_LARGE: {
    summary: "A function's files are larger than the 250 MB (262,144,000 bytes) that Lambda allows, unzipped.",
    hint: "See which modules weigh most; keep data outside, or deploy a container image.",
  },
  ESBUILD_MISSING: {
    summary: "Bundles are made by esbuild and acorn, which are not installed.",
    hint: "npm install --save-dev esbuild acorn",
  },
  NATIVE_MODULE: {
    summary: "A bundle holds a native module, which runs only on the system that it was built for.",
    hint: "Install it for Lambda's system (npm install --os=linux --cpu=arm64), or name it in `external` and add a layer.",
  },
  DYNAMIC_REQUIRE: {
    summary: "A module decides only when it runs what it requires: that is not in the bundle.",
    hint: "Import it by a fixed name, or name it in `external` and ship it beside the bundle.",
  },
  ANOTHERS_CODE: {
    summary:
      "A bundle holds code that only another task's handler needs, since it may have side effects where it stands.",
    hint: "Give each handler a file of its own, or make what it needs inside of a function; a call without side effects can be marked /* @__PURE__ */.",
  },
  HANDLERS_IN_LIST: {
    summary: "Handlers stand in one exported list or record: the bundle of each holds what all of them need.",
    hint: "Export each handler by itself: export const charge = handle(chargeCard, …).",
  },
  WHOLE_ZOD: {
    summary: "A bundle holds all of zod, locales included.",
    hint: 'In the modules of tasks write import { z } from "zod" or import * as z from "zod"; do not hand z on from one module to another.',
  },
} as const

/** A stable code of bundles. */
export type BundleCode = keyof typeof bundleCodes

/** One thing that is wrong with a bundle, or may be. */
export interface BundleIssue {
  readonly code: BundleCode
  /** What and where, in a sentence. */
  readonly message: string
  readonly hint: string
  /** Whose bundle, where it is one task's. */
  readonly task?: string
  /** Relative to the project; line from 1, column from 1. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number }
}

/** Makes an issue with its code's hint. */
export function issueOf(code: BundleCode, message: string, more: Pick<BundleIssue, "task" | "at"> = {}): BundleIssue {
  return { code, message, hint: bundleCodes[code].hint, ...more }
}

/** Bundles that cannot be made. Carries every issue found, not only the first. */
export class BundleError extends Error {
  override readonly name = "BundleError"
  readonly code = "BUNDLES_INVALID"
  readonly issues: readonly BundleIssue[]

  constructor(issues: readonly BundleIssue[]) {
    super(`The tasks cannot be bundled:\n${issues.map(formatBundleIssue).join("\n")}`)
    this.issues = issues
  }
}

/** `file:line:column CODE message. What to do.` */
export function formatBundleIssue({ at, code, message, hint }: BundleIssue): string {
  const where = at === undefined ? "" : `${at.file}:${at.line}:${at.column} `
  return `  ${where}${code} ${message} ${hint}`
}
