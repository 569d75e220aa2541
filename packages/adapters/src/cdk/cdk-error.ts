import { type BuildProblem, formatBuildProblem } from "../aws/build/index.ts"

/** Stable codes of what can be wrong with a construct beside its template and its bundles: what it means, and what to do. */
export const cdkCodes = {
  CDK_HANDLERS_UNLOADABLE: {
    summary: "A module of handlers cannot be loaded while the app is constructed, which is synchronous.",
    hint: "Correct what the message names; import a module that awaits at its top level, and give { file, exports }.",
  },
  CDK_PARAMETER_INVALID: {
    summary: "A value is given to a parameter that there is not, or that does not take it.",
    hint: "Correct what the message names; docs/aws.md lists the parameters.",
  },
  CDK_RESOURCE_UNKNOWN: {
    summary: "A value is given for a resource(…) that no workflow uses.",
    hint: "Correct its name, or leave it out.",
  },
  CDK_PART_UNKNOWN: {
    summary: "A part of an app is asked for that it does not have.",
    hint: "Name a workflow, a task or a logical id of the app.",
  },
} as const

/** A stable code of the construct. */
export type CdkCode = keyof typeof cdkCodes

/** A construct that cannot be made. Carries every problem found, not only the first. */
export class StepwrightAppError extends Error {
  override readonly name = "StepwrightAppError"
  readonly problems: readonly BuildProblem[]

  constructor(path: string, problems: readonly BuildProblem[]) {
    const lines = problems.map((problem) => `  ${formatBuildProblem(problem, process.cwd())}`)
    super(`${path} cannot be made:\n${lines.join("\n")}`)
    this.problems = problems
  }
}

/** Makes a problem with its code's hint. */
export function cdkProblem(code: CdkCode, message: string): BuildProblem {
  return { code, severity: "error", message, hint: cdkCodes[code].hint }
}
