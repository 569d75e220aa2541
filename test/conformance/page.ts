import type { Case, ExecutionCase } from "./case.ts"
import { codeSpan } from "./code-span.ts"
import { exceptions } from "./exceptions.ts"
import { judgeCases } from "./judge-cases.ts"
import { type ExpressionsReport, overall } from "./judge-expressions.ts"
import type { Verdict } from "./judge.ts"
import type { Backend } from "./options.ts"
import { peerAgrees } from "./peer.ts"
import { isExcepted, passed } from "./report.ts"
import { boundsText } from "../jsonata/run-bombs.ts"

/** `docs/conformance.md`: how every backend and a peer did on the same cases in this run. */
export async function pageOf(cases: readonly Case[], expressions: ExpressionsReport): Promise<string> {
  const executions = cases.filter((test): test is ExecutionCase => test.kind === "execution")
  const verdicts = {
    core: await verdictsOn("core", executions),
    memory: await verdictsOn("memory", executions),
    sqlite: await verdictsOn("sqlite", executions),
  }
  const peer = new Map<string, boolean>()
  for (const test of executions) peer.set(test.id, await peerAgrees(test))
  const others = await judgeCases(
    cases.filter(({ kind }) => kind !== "execution"),
    { kind: undefined, backend: "core" },
  )
  const accepted = await judgeCases(executions, { kind: "definition", backend: "core" })
  return [
    intro,
    "## Executions\n",
    executionTable(executions, verdicts, peer),
    peerNote,
    "## Definitions and tested states\n",
    kindTable([...others, ...accepted]),
    "## Recordings that cannot be right\n",
    exceptionList(),
    "## JSONata\n",
    jsonataPart(expressions),
  ]
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
}

const intro = `# Conformance

What the engine does is judged by what AWS Step Functions itself did: executions, validations and tested states recorded from the service. This page is written by the runner; the recordings are not part of this repository.

\`\`\`sh
npm run conformance -- --cases ../shared/conformance/cases                    # all kinds, on the core
npm run conformance -- --cases ../shared/conformance/cases --backend sqlite   # or memory: the whole engine
npm run conformance -- --expressions ../shared/jsonata-suite                  # JSONata beside its library
npm run conformance -- --cases ../shared/conformance/cases --expressions ../shared/jsonata-suite --table docs/conformance.md
\`\`\`
`

const peerNote = `
_In full_: status, output or error and cause, the input of every task, and the history event by event where one was recorded. _End_: status, output and the error's name alone. [aws-local-stepfunctions](https://www.npmjs.com/package/aws-local-stepfunctions) 3.0.0 is asked for the end only: it keeps no history, and it does not claim JSONata, variables, callbacks or distributed maps. It ran in the same process and the same run, each of its tasks answered by what was recorded for the state, its waits and backoffs set to nothing, its validation switched off, 2 seconds for each case.
`

async function verdictsOn(backend: Backend, cases: readonly Case[]): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = await judgeCases(cases, { kind: "execution", backend })
  return new Map(verdicts.map((verdict) => [verdict.id, verdict]))
}

type ByBackend = Readonly<Record<Exclude<Backend, "redis">, ReadonlyMap<string, Verdict>>>

function executionTable(
  cases: readonly ExecutionCase[],
  verdicts: ByBackend,
  peer: ReadonlyMap<string, boolean>,
): string {
  const areas = [...new Set(cases.map(({ area }) => area))].sort()
  const row = (name: string, own: readonly ExecutionCase[]): string[] => [
    name,
    String(own.length),
    ...(["core", "memory", "sqlite"] as const).map((backend) =>
      count(own, ({ id }) => isTrue(verdicts[backend].get(id), passed)),
    ),
    count(own, ({ id }) => isTrue(verdicts.core.get(id), ({ outcome }) => outcome === undefined)),
    count(own, ({ id }) => peer.get(id) === true),
  ]
  const head = [
    "area",
    "cases",
    "core, in full",
    "memory, in full",
    "sqlite, in full",
    "ours, end",
    "aws-local-stepfunctions, end",
  ]
  const rows = areas.map((area) =>
    row(
      area,
      cases.filter((test) => test.area === area),
    ),
  )
  return table([head, ...rows, row("**all**", cases)])
}

function isTrue(verdict: Verdict | undefined, holds: (verdict: Verdict) => boolean): boolean {
  return verdict !== undefined && holds(verdict)
}

function count<T>(items: readonly T[], holds: (item: T) => boolean): string {
  return String(items.filter(holds).length)
}

const kindNames: Readonly<Record<string, string>> = {
  validation: "definitions validated: valid or not, codes, messages, locations",
  testState: "states tested: status, output, errors, inspection data, refusals",
  definition: "definitions of the executions: all accepted by AWS",
}

function kindTable(verdicts: readonly Verdict[]): string {
  const rows = Object.entries(kindNames).map(([kind, name]) => {
    const own = verdicts.filter((verdict) => verdict.kind === kind)
    return [name, String(own.length), count(own, passed), count(own, isExcepted)]
  })
  return table([["kind", "cases", "in full", "cannot be right"], ...rows])
}

function exceptionList(): string {
  return `${Object.entries(exceptions)
    .map(([id, why]) => `- \`${id}\`: ${why}.`)
    .join("\n")}\n`
}

function jsonataPart({ agreement, speeds: { timed: speeds }, bombs }: ExpressionsReport): string {
  const { mean, least, greatest } = overall(speeds)
  const left = [...agreement.leftOut].map(([reason, cases]) => [reason, String(cases)])
  const slow = speeds.toSorted((a, b) => a.ratio.median - b.ratio.median)
  return [
    `Our evaluator and \`jsonata\` 2.0.6 came to the same in ${agreement.agreed} of the JSONata project's own ${agreement.cases} cases, and differed in ${agreement.differences.length}. Left out, because Step Functions differs:\n`,
    table([["why", "cases"], ...left]),
    `The ${speeds.length} expressions that the compiler emits for the examples, each in the scope of a real execution, parsed before, ours and the library's in turns: **${mean.toFixed(1)} times faster** (geometric mean; medians from ${least.toFixed(1)} to ${greatest.toFixed(1)}). The slowest and the fastest:\n`,
    table([
      ["expression", "ours, µs", "library, µs", "times faster (least–greatest)"],
      ...[...slow.slice(0, 5), ...slow.slice(-3)].map(({ source, ours, library, ratio }) => [
        codeSpan(source.length > 70 ? `${source.slice(0, 69)}…` : source),
        ours.toFixed(3),
        library.toFixed(2),
        `${ratio.median.toFixed(1)} (${ratio.least.toFixed(1)}–${ratio.greatest.toFixed(1)})`,
      ]),
    ]),
    `Expressions that are made to hang end within ${boundsText()}:\n`,
    table([
      ["bomb", "ours", "ms", "the library, in a process of its own"],
      ...bombs.map(({ name, ours, milliseconds, library }) => [name, ours, milliseconds.toFixed(0), library]),
    ]),
  ].join("\n")
}

/** A table as the formatter would write it. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? "").length)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`
  return `${[line(head), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join("\n")}\n`
}
