import { parseArgs } from "node:util"

/** What the command line asks for. */
export interface Options {
  /** The folder of recorded cases; undefined where only expressions are asked for. */
  readonly cases: string | undefined
  readonly backend: Backend
  /** Everything through the Step Functions API and AWS's own client. */
  readonly viaHttp: boolean
  /** The definitions are imported as TypeScript, compiled, and what they became is judged. */
  readonly viaImport: boolean
  /** Undefined for all. */
  readonly areas: readonly string[] | undefined
  /** Undefined for what AWS answered: executions, validations and tested states. */
  readonly kind: Kind | undefined
  /** Where to write the verdicts. */
  readonly json: string | undefined
  /** The least share of cases, in percent, that must pass. */
  readonly require: number | undefined
  /** The folder of the JSONata project's own cases. */
  readonly expressions: string | undefined
  /** Where to write the page: every backend, and a peer, on the same cases. */
  readonly table: string | undefined
}

export type Backend = "core" | "memory" | "sqlite" | "redis"
/** `definition`: the definitions of the execution cases, all of which AWS accepted. */
export type Kind = "execution" | "validation" | "testState" | "definition"

const kinds = ["execution", "validation", "testState", "definition"] as const

export const usage = `usage: npm run conformance -- --cases DIR [--backend core|memory|sqlite|redis] [--via-http|--via-import]
         [--area A,B] [--kind execution|validation|testState|definition] [--json FILE] [--require PERCENT]
       npm run conformance -- --expressions DIR
       npm run conformance -- --cases DIR --expressions DIR --table FILE

--cases        judges the recorded cases of a folder; of all kinds that AWS answered unless --kind names one
--via-http     asks the Step Functions API by AWS's own client, over memory unless --backend names another
--via-import   imports each execution's definition as TypeScript, compiles that, and judges the plan
--expressions  compares our JSONata with the library, over the JSONata project's own cases, and times both
--table        writes the page that compares every backend, and aws-local-stepfunctions, on the same cases`

/** @throws {Error} with what is wrong, for arguments that make no sense. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string" },
      backend: { type: "string" },
      "via-http": { type: "boolean", default: false },
      area: { type: "string" },
      kind: { type: "string" },
      "via-import": { type: "boolean", default: false },
      json: { type: "string" },
      require: { type: "string" },
      expressions: { type: "string" },
      table: { type: "string" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) return "help"
  const viaHttp = values["via-http"]
  if (viaHttp && values.backend === "core") throw new Error("--via-http needs a backend that stores something")
  if (values.cases === undefined && values.expressions === undefined) throw new Error("--cases DIR is missing")
  if (values.table !== undefined && (values.cases === undefined || values.expressions === undefined))
    throw new Error("--table needs both --cases DIR and --expressions DIR")
  const kind = values.kind === undefined ? undefined : oneOf("--kind", values.kind, kinds)
  if (values["via-import"] && (kind ?? "execution") !== "execution") throw new Error("--via-import is for executions")
  return {
    cases: values.cases,
    backend: oneOf("--backend", values.backend ?? (viaHttp ? "memory" : "core"), ["core", "memory", "sqlite", "redis"]),
    viaHttp,
    areas: values.area?.split(","),
    viaImport: values["via-import"],
    kind: values["via-import"] ? "execution" : kind,
    json: values.json,
    require: values.require === undefined ? undefined : percent(values.require),
    expressions: values.expressions,
    table: values.table,
  }
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw new Error(`${option} is one of ${choices.join(", ")}, not ${value}`)
  return choice
}

function percent(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 100)) throw new Error(`--require is a percentage, not ${text}`)
  return value
}
