import { parseArgs } from "node:util"

/** What the command line asks for. */
export interface Options {
  readonly cases: string
  readonly backend: Backend
  /** Undefined for all. */
  readonly areas: readonly string[] | undefined
  readonly kind: Kind
  /** Where to write the verdicts. */
  readonly json: string | undefined
  /** The least share of cases, in percent, that must pass. */
  readonly require: number | undefined
}

export type Backend = "core" | "memory" | "sqlite"
/** `definition`: the definitions of the execution cases, all of which AWS accepted. */
export type Kind = "execution" | "validation" | "testState" | "definition"

export const usage = `usage: npm run conformance -- --cases DIR [--backend core|memory|sqlite] [--area A,B]
         [--kind execution|validation|testState|definition] [--json FILE] [--require PERCENT]`

/** @throws {Error} with what is wrong, for arguments that make no sense. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string" },
      backend: { type: "string", default: "core" },
      area: { type: "string" },
      kind: { type: "string", default: "execution" },
      json: { type: "string" },
      require: { type: "string" },
    },
  })
  if (values.cases === undefined) throw new Error("--cases DIR is missing")
  return {
    cases: values.cases,
    backend: oneOf("--backend", values.backend, ["core", "memory", "sqlite"]),
    areas: values.area?.split(","),
    kind: oneOf("--kind", values.kind, ["execution", "validation", "testState", "definition"]),
    json: values.json,
    require: values.require === undefined ? undefined : percent(values.require),
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
