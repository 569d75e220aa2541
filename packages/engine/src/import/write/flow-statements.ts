import { callWith, type Code, jsonCode, Merge, nameOf, objectCode, type Statement, Value } from "../code/code.ts"
import type { QueryScope } from "../query/scope.ts"
import { isSure, type Template, writeTemplate } from "../query/template.ts"
import type { Env } from "./env.ts"
import type { Flow } from "./read-state.ts"

/** What a state hands on, as statements that compute it where it can fail, and what is known after them. */
export interface HandedOn {
  readonly statements: readonly Statement[]
  readonly env: Env
}

/** Where a state's own Output and Assign are evaluated, and what is handed on where there is no Output. */
export interface HandingOn {
  readonly flow: Flow
  readonly scope: QueryScope
  readonly otherwise: Code
  /** Words for what is computed. */
  readonly name: string
  /** Gives a step its name. */
  readonly stepName: (words: string) => string
  /** The state is run again where this fails. */
  readonly retried?: boolean
}

/**
 * Output and Assign, which both read what was there before. What only passes whole values on is no step; the rest is one
 * `w.compute`, for a state evaluates all of it, or fails.
 */
export function handOn({ flow, scope, otherwise, name, stepName, retried = false }: HandingOn): HandedOn {
  const wanted: readonly (readonly [string | undefined, Template])[] = [
    ...(flow.output === undefined ? [] : [[undefined, flow.output] as const]),
    ...flow.assign,
  ]
  const codes = wanted.map(([key, template]) => ({ key, code: writeTemplate(template, scope) }))
  const computed = codes.filter(({ code }) => !isSure(code))
  const [only] = computed
  if (only === undefined) return { statements: [], env: envOf(codes, scope, otherwise) }
  const value = new Value(only.key ?? `${name} output`)
  const step = [["name", jsonCode(stepName(name))] as const, ...(retried ? [["retried", jsonCode(true)] as const] : [])]
  if (computed.length === 1) {
    const codesAfter = codes.map((one) => (one === only ? { key: one.key, code: nameOf(value) } : one))
    return {
      statements: [{ kind: "const", value, init: callWith("w.compute", [only.code], step) }],
      env: envOf(codesAfter, scope, otherwise),
    }
  }
  const all = new Value(`${name} values`, new Merge(false))
  const fields = computed.map(({ key, code }) => [key ?? outputField(codes), code] as const)
  const after = codes.map(({ key, code }) => ({
    key,
    code: isSure(code)
      ? code
      : ({ kind: "field", of: nameOf(all), name: key ?? outputField(codes), sure: true } as const),
  }))
  return {
    statements: [{ kind: "const", value: all, init: callWith("w.compute", [objectCode(fields)], step) }],
    env: envOf(after, scope, otherwise),
  }
}

/** What the output is called beside variables. */
function outputField(codes: readonly { readonly key: string | undefined }[]): string {
  let name = "output"
  while (codes.some(({ key }) => key === name)) name += "_"
  return name
}

function envOf(
  codes: readonly { readonly key: string | undefined; readonly code: Code }[],
  scope: QueryScope,
  otherwise: Code,
): Env {
  const output = codes.find(({ key }) => key === undefined)
  const assigned = codes.flatMap(({ key, code }) => (key === undefined ? [] : [[key, code] as const]))
  return { input: output?.code ?? otherwise, variables: new Map([...scope.variables, ...assigned]) }
}

/** Whether handing on may fail, so that what retries and catches the state's failures concerns it. */
export function mayFail({ output, assign }: Flow, scope: QueryScope): boolean {
  return [...(output === undefined ? [] : [output]), ...assign.map(([, template]) => template)].some(
    (template) => !isSure(writeTemplate(template, scope)),
  )
}
