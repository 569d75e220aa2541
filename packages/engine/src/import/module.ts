import type { StateMachineDefinition } from "../asl/document.ts"
import { arrowCode, callCode, type Code, jsonCode, objectCode, type Statement, type Value } from "./code/code.ts"
import { Identifiers } from "./code/names.ts"
import { Printer } from "./code/print.ts"
import { quoted } from "./code/quoted.ts"
import type { Imported, ImportOptions } from "./import-definition.ts"
import { durationOf } from "./write/policy.ts"

/** What the source may import of the DSL, and how it shows. */
const imports = [
  "and",
  "aws",
  "type Builder",
  "eq",
  "execution",
  "exists",
  "gt",
  "gte",
  "jsonata",
  "lt",
  "lte",
  "ne",
  "not",
  "or",
  "value",
  "workflow",
]

/** The source file around a workflow's statements. */
export function writeModule(
  definition: StateMachineDefinition,
  { name, type }: ImportOptions,
  input: Value,
  statements: readonly Statement[],
): Pick<Imported, "source" | "exported"> {
  const exported = new Identifiers().take(name)
  const body = arrowCode(["w", input], statements)
  const returns = JSON.stringify(statements, (key, part: unknown) => (key === "value" ? undefined : part)).includes(
    '"w.return"',
  )
  const { TimeoutSeconds: timeout, Comment: comment } = definition
  const options = objectCode([
    ...(type === "EXPRESS" ? [["type", jsonCode("EXPRESS")] as const] : []),
    ...(returns ? [["output", { kind: "text", text: "z.unknown()" } as Code] as const] : []),
    ...(timeout === undefined ? [] : [["timeout", jsonCode(durationOf(timeout))] as const]),
  ])
  const call = callCode("workflow", jsonCode(name), options, body)
  const { text, schemas } = new Printer([{ kind: "do", code: call }], exported).exported(exported, call)
  const used = imports.filter((word) =>
    new RegExp(`(?<![\\w.$"'\`])${word.replace("type ", "")}(?=[(<.\`])`).test(text),
  )
  const zod = /\bz\./.test(schemas + text) ? 'import { z } from "zod"\n' : ""
  const head = importLine(used) + zod
  const doc = comment === undefined || comment === "" ? "" : docOf(comment)
  return { source: `${head}\n${schemas === "" ? "" : `${schemas}\n`}${doc}${text}`, exported }
}

function importLine(names: readonly string[]): string {
  const line = `import { ${names.join(", ")} } from ${quoted("@stepwright/dsl")}\n`
  return line.length <= 121
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from ${quoted("@stepwright/dsl")}\n`
}

function docOf(comment: string): string {
  const lines = comment.replaceAll("*/", "*\\/").split(/\r?\n/)
  return lines.length === 1
    ? `/** ${lines[0] ?? ""} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd() + "\n").join("")} */\n`
}
