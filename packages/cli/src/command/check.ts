import { checkStateMachineFile } from "../load/check-state-machine-file.ts"
import { compileFile } from "../load/compile-file.ts"
import type { StateMachineType } from "../load/state-machine-file.ts"
import type { Host } from "../host.ts"
import { paintFor } from "../output/paint.ts"
import { countProblems, orderProblems, type Problem } from "../output/problem.ts"
import { type CommonOptions, reportProblems, writeJson } from "../output/report.ts"
import { isStateMachineFile } from "../target.ts"

interface Checked {
  readonly file: string
  /** The state machines that it holds or compiles to. */
  readonly names: readonly string[]
  readonly problems: readonly Problem[]
}

export interface CheckOptions extends CommonOptions {
  /** Of state machines' files. */
  readonly type?: StateMachineType
}

/** `stepwright check`: everything that is wrong in the files, errors and warnings. */
export async function check(files: readonly string[], options: CheckOptions, host: Host): Promise<number> {
  const checked: Checked[] = []
  // One after the other: modules may share what they import.
  for (const file of new Set(files)) checked.push(await checkFile(file, options.type, host.cwd))
  const problems = orderProblems(checked.flatMap((result) => result.problems))
  const failed = problems.some(({ severity }) => severity === "error")
  if (options.json === true) {
    const summary = checked.map(({ file, names }) => ({ file, stateMachines: names }))
    writeJson({ ok: !failed, files: summary, problems }, host)
  } else {
    reportProblems(problems, host, "stdout")
    host.stdout.write(`${summaryLine(checked, problems, host)}\n`)
  }
  return failed ? 1 : 0
}

async function checkFile(file: string, type: CheckOptions["type"], cwd: string): Promise<Checked> {
  if (isStateMachineFile(file)) return checkStateMachineFile(file, cwd, type)
  const { file: shown, compiled, problems } = await compileFile(file, cwd)
  return { file: shown, names: compiled.map(({ workflow }) => workflow.name), problems }
}

function summaryLine(checked: readonly Checked[], problems: readonly Problem[], host: Host): string {
  const paint = paintFor(host.stdout, host.env)
  const names = checked.flatMap((result) => result.names)
  const scope = `${checked.length} file${checked.length === 1 ? "" : "s"}, ${names.length} state machine${names.length === 1 ? "" : "s"}`
  const count = countProblems(problems)
  if (count === "") return `${paint.green("✓")} ${scope}: no problems`
  const tint = problems.some(({ severity }) => severity === "error") ? paint.red : paint.yellow
  return tint(`${scope}: ${count}`)
}
