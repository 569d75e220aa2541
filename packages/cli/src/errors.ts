/** Stable codes of what the command itself can complain about: what it means, and what to do. */
export const cliCodes = {
  USAGE: { summary: "The command line is not one that the command knows.", hint: "--help shows what there is." },
  FILE_NOT_FOUND: {
    summary: "A file that was named does not exist.",
    hint: "Check the path; it is relative to the current folder.",
  },
  FILE_UNREADABLE: {
    summary: "A file or folder cannot be read or written.",
    hint: "Check that it is a file of yours, and its permissions.",
  },
  FILE_EXISTS: {
    summary: "A file that would be written exists already. Nothing was written.",
    hint: "Choose an empty folder.",
  },
  FILE_KIND: {
    summary: "A file is neither a JavaScript or TypeScript module nor a state machine.",
    hint: "Name a .ts, .mts, .js or .mjs file that exports workflows, or an .asl.json file.",
  },
  WORKFLOW_NOT_EXPORTED: {
    summary: "A file exports no such workflow.",
    hint: "Export it: export const name = workflow(…).",
  },
  WORKFLOW_AMBIGUOUS: {
    summary: "A file exports several workflows, and one is needed.",
    hint: "Name it after a #: stepwright run file.ts#workflow.",
  },
  JSON_INVALID: { summary: "A text is not JSON.", hint: "Correct it at the position named." },
  INPUT_MISSING: {
    summary: "An execution needs an input.",
    hint: "Give --input with a file or JSON text: --input '{}'.",
  },
  TYPESCRIPT_UNSUPPORTED: {
    summary:
      "A file uses TypeScript that has to be compiled, not only stripped: enum, namespace, parameter properties, import =.",
    hint: "Use plain objects or unions; set erasableSyntaxOnly in tsconfig.json so that the editor says so too.",
  },
  SYNTAX_INVALID: { summary: "A file cannot be parsed.", hint: "Correct the syntax at the line named." },
  IMPORT_NOT_FOUND: {
    summary: "A module that a file imports does not exist.",
    hint: "Check the path, or install the package.",
  },
  IMPORT_MISSING: {
    summary: "A module does not export what a file imports from it.",
    hint: "Correct the name; for a type, write import type or import { type … }: types are gone when the file runs.",
  },
  MODULE_FAILED: { summary: "A file threw an error while it was loaded.", hint: "--debug shows the stack trace." },
  HANDLERS_INVALID: {
    summary: "A handlers file exports nothing that can serve a task.",
    hint: "Export handle(task, function), or functions by task or resource name.",
  },
  SETTINGS_INVALID: {
    summary: "A settings file of a build says what is no setting.",
    hint: "Correct what the message names; docs/aws.md lists the settings.",
  },
  BUILD_CHANGED: {
    summary: "A file that an earlier build wrote is not of this one, but somebody changed it: it was left where it is.",
    hint: "Remove it if nobody needs it.",
  },
  NODE_TOO_OLD: { summary: "This Node.js cannot run TypeScript files.", hint: "Install Node.js 22.18 or newer." },
  PORT_UNUSABLE: {
    summary: "A port cannot be listened at.",
    hint: "Choose another --port, 0 for one that is free, or another --host.",
  },
  WORKER_STALLED: {
    summary: "A worker takes up and commits nothing though work waits, or its store does not answer.",
    hint: "It takes another session, and then ends with code 75 for its supervisor; look at the store and at its logs.",
  },
  QUEUE_UNSERVED: {
    summary: "A worker is to serve a task queue that no task of its files has, or tasks without a handler.",
    hint: "Name queues that the files' tasks were defined with, =0 to send only; --handlers loads handlers.",
  },
  EXECUTION_UNKNOWN: {
    summary: "There is no execution of this name.",
    hint: "Name it by its id, or by the --name that it was run with.",
  },
  EXECUTION_RUNS: {
    summary: "An execution that is to be compensated has not ended, in a store whose workers may be at work on it.",
    hint: "stepwright cancel undoes one that runs; --dry-run shows what has been done so far.",
  },
  HISTORY_DIFFERS: {
    summary: "An execution's variables come to other values here than its history tells: they depend on chance.",
    hint: "--dry-run shows what would be called; check the inputs, and undo by hand what they do not fit.",
  },
  UNEXPECTED: {
    summary: "Something failed that should not: a fault in Stepwright.",
    hint: "Run it again with --debug and report what it prints.",
  },
} as const

/** A stable code of the command. */
export type CliCode = keyof typeof cliCodes

/** A position in a file; line and column count from 1. */
export interface Place {
  /** A path, absolute or relative to the current folder. */
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Something that stops the command. */
export class CliError extends Error {
  override readonly name = "CliError"
  readonly code: CliCode
  readonly hint: string
  /** What the process ends with: 2 where the command was called wrong, 1 where what it looked at is wrong. */
  readonly exitCode: 1 | 2
  readonly at: Place | undefined

  constructor(
    code: CliCode,
    message: string,
    options: { readonly hint?: string; readonly exitCode?: 1 | 2; readonly at?: Place; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? cliCodes[code].hint
    this.exitCode = options.exitCode ?? 2
    this.at = options.at
  }
}
