// The table is data for the packages' own use.
import { type Quota, quotas } from "../../packages/engine/src/asl/quotas.ts"

/** `docs/quotas.md`, from the table that the engine reads. */
export function renderQuotas(): string {
  const head = ["what", "AWS allows", "the engine allows", "looked at", "beyond it", "words", "source"]
  const rows = Object.values(quotas).map((quota) => [
    quota.what,
    amount(quota.aws, quota),
    amount(quota.engine, quota),
    quota.where,
    quota.beyond,
    quota.evidence,
    quota.source,
  ])
  return `${intro}\n${table([head, ...rows])}`
}

const intro = `# Quotas

What AWS Step Functions bounds, and what becomes of it here. By default the engine lifts what is only AWS's limit, and keeps a bound of its own where one is needed to protect the process. With \`target: "aws"\` (an option of \`startEngine\`, \`createWorker\`, \`createClient\` and \`runTest\`) AWS's quotas hold, so that what passes here passes there. The target is part of the plan: an execution keeps the bounds that it was started under.

_Words_ tells how sure we are of AWS's error and wording: recorded from the service, documented, or unverified. This page is written by \`npm run quotas\` from the table that the engine itself reads.
`

function amount(value: number, { unit }: Quota): string {
  return value === Infinity ? "no bound" : `${value.toLocaleString("en-US")} ${unit}`
}

/** A table as the formatter would write it. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))
  const widths = head.map((_, column) => Math.max(3, ...escaped.map((row) => (row[column] ?? "").length)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`
  const [first = [], ...rest] = escaped
  return `${[line(first), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)].join("\n")}\n`
}
