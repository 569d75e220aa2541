/** Stable codes of what the command itself can complain about: what it means, and what to do. */
export declare const cliCodes: {
  readonly USAGE: {
    readonly summary: "The command line is not one that the command knows.";
    readonly hint: "--help shows what there is.";
  };
  readonly FILE_NOT_FOUND: {
    readonly summary: "A file that was named does not exist.";
    readonly hint: "Check the path; it is relative to the current folder.";
  };
  readonly FILE_UNREADABLE: {
    readonly summary: "A file or folder cannot be read or written.";
    readonly hint: "Check that it is a file of yours, and its permissions.";
  };
  readonly FILE_EXISTS: {
    readonly summary: "A file that would be written exists already. Nothing was written.";
    readonly hint: "Choose an empty folder.";
  };
  readonly FILE_KIND: {
    readonly summary: "A file is neither a JavaScript or TypeScript module nor a state machine.";
    readonly hint: "Name a .ts, .mts, .js or .mjs file that exports workflows, or an .asl.json file.";
  };
  readonly WORKFLOW_NOT_EXPORTED: {
    readonly summary: "A file exports no such workflow.";
    readonly hint: "Export it: export const name = workflow(…).";
  };
  readonly WORKFLOW_AMBIGUOUS: {
    readonly summary: "A file exports several workflows, and one is needed.";
    readonly hint: "Name it after a #: stepwright run file.ts#workflow.";
  };
  readonly JSON_INVALID: {
    readonly summary: "A text is not JSON.";
    readonly hint: "Correct it at the position named.";
  };
  readonly INPUT_MISSING: {
    readonly summary: "An execution needs an input.";
    readonly hint: "Give --input with a file or JSON text: --input '{}'.";
  };
  readonly TYPESCRIPT_UNSUPPORTED: {
    readonly summary: "A file uses TypeScript that has to be compiled, not only stripped: enum, namespace, parameter properties, import =.";
    readonly hint: "Use plain objects or unions; set erasableSyntaxOnly in tsconfig.json so that the editor says so too.";
  };
  readonly SYNTAX_INVALID: {
    readonly summary: "A file cannot be parsed.";
    readonly hint: "Correct the syntax at the line named.";
  };
  readonly IMPORT_NOT_FOUND: {
    readonly summary: "A module that a file imports does not exist.";
    readonly hint: "Check the path, or install the package.";
  };
  readonly IMPORT_MISSING: {
    readonly summary: "A module does not export what a file imports from it.";
    readonly hint: "Correct the name; for a type, write import type or import { type … }: types are gone when the file runs.";
  };
  readonly MODULE_FAILED: {
    readonly summary: "A file threw an error while it was loaded.";
    readonly hint: "--debug shows the stack trace.";
  };
  readonly HANDLERS_INVALID: {
    readonly summary: "A handlers file exports nothing that can serve a task.";
    readonly hint: "Export handle(task, function), or functions by task or resource name.";
  };
  readonly SETTINGS_INVALID: {
    readonly summary: "A settings file of a build says what is no setting.";
    readonly hint: "Correct what the message names; docs/aws.md lists the settings.";
  };
  readonly BUILD_CHANGED: {
    readonly summary: "A file that an earlier build wrote is not of this one, but somebody changed it: it was left where it is.";
    readonly hint: "Remove it if nobody needs it.";
  };
  readonly NODE_TOO_OLD: {
    readonly summary: "This Node.js cannot run TypeScript files.";
    readonly hint: "Install Node.js 22.18 or newer.";
  };
  readonly PORT_UNUSABLE: {
    readonly summary: "A port cannot be listened at.";
    readonly hint: "Choose another --port, 0 for one that is free, or another --host.";
  };
  readonly WORKER_STALLED: {
    readonly summary: "A worker takes up and commits nothing though work waits, or its store does not answer.";
    readonly hint: "It takes another session, and then ends with code 75 for its supervisor; look at the store and at its logs.";
  };
  readonly QUEUE_UNSERVED: {
    readonly summary: "A worker is to serve a task queue that no task of its files has, or tasks without a handler.";
    readonly hint: "Name queues that the files' tasks were defined with, =0 to send only; --handlers loads handlers.";
  };
  readonly EXECUTION_UNKNOWN: {
    readonly summary: "There is no execution of this name.";
    readonly hint: "Name it by its id, or by the --name that it was run with.";
  };
  readonly EXECUTION_RUNS: {
    readonly summary: "An execution that is to be compensated has not ended, in a store whose workers may be at work on it.";
    readonly hint: "stepwright cancel undoes one that runs; --dry-run shows what has been done so far.";
  };
  readonly HISTORY_DIFFERS: {
    readonly summary: "An execution's variables come to other values here than its history tells: they depend on chance.";
    readonly hint: "--dry-run shows what would be called; check the inputs, and undo by hand what they do not fit.";
  };
  readonly UNEXPECTED: {
    readonly summary: "Something failed that should not: a fault in Stepwright.";
    readonly hint: "Run it again with --debug and report what it prints.";
  };
};
/** A stable code of the command. */
type CliCode = keyof typeof cliCodes;
/** A position in a file; line and column count from 1. */
interface Place {
  /** A path, absolute or relative to the current folder. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}
/** Something that stops the command. */
export declare class CliError extends Error {
  readonly name = "CliError";
  readonly code: CliCode;
  readonly hint: string;
  /** What the process ends with: 2 where the command was called wrong, 1 where what it looked at is wrong. */
  readonly exitCode: 1 | 2;
  readonly at: Place | undefined;
  constructor(code: CliCode, message: string, options?: {
    readonly hint?: string;
    readonly exitCode?: 1 | 2;
    readonly at?: Place;
    readonly cause?: unknown;
  });
}
/** A place to write text to. */
interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** How many characters fit in a line; 80 where nothing is known. */
  readonly columns: number;
}
/** The world as a command sees it: everything that it reads from or does to its process goes through here. */
interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /**
   * Calls back for every Ctrl-C (or SIGTERM) from now on, instead of ending the process.
   * @returns takes the callback back
   */
  onInterrupt(callback: () => void): () => void;
  /**
   * From now on takes what other code of this process (a user's module, a handler) writes to its standard output or
   * error. What a command writes through `stdout` and `stderr` above is not affected.
   * @returns lets it through again
   */
  divert(take: (text: string, from: "stdout" | "stderr") => void): () => void;
  /** Ends the process at once, with work left undone. */
  exit(code: number): void;
}
/** One thing that is wrong, from whatever part found it: the unit that `check`, `build` and `run` report. */
interface Problem {
  readonly severity: "error" | "warning";
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Relative to the current folder where it lies in it. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** Where in a state machine: `/States/Charge/Next`. */
  readonly location?: string;
}
/**
 * Runs one command line.
 * @param args - what follows the command's name.
 * @returns the exit code: 0 it went well, 1 what it looked at or ran failed, 2 it was called wrong.
 */
export declare function runCommand(args: readonly string[], host: Host): Promise<number>;
export type { CliCode, Host, Output, Place, Problem };