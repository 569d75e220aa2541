import { EngineError, type ResourceHandler, type ResourceQueue } from "@stepwright/engine"

import { sdkOf } from "./aws-client.ts"
import { awsHandler } from "./aws-handler.ts"
import { awsServiceOf, awsServices } from "./aws-service.ts"
import { type BoundText, checkBinding, checkDocument, type CheckedBinding } from "./binding.ts"
import { httpEndpoint } from "./http-endpoint.ts"
import { importModule, type LoadModule, moduleExport } from "./module-export.ts"
import { resourceKey } from "./resource-key.ts"

/** What a binding file does not say itself. */
export interface OpenBindingsOptions {
  /** The folder that modules are relative to; default: the current one. */
  readonly base?: string
  /** Where the variables are looked for that it names. Default: the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Runs a module. Default: `import`. */
  readonly load?: LoadModule
}

/** What a worker is given as `resources`. */
export type BoundResources = Readonly<Record<string, ResourceHandler | ResourceQueue>>

/**
 * Reads bindings, and makes what serves each resource: modules are loaded, variables looked up, SDKs looked for.
 * @param value - {@link BindingsDocument}, from outside: everything is checked.
 * @throws {EngineError} `BINDINGS_INVALID` with every problem. Never tells what a variable holds.
 */
export async function openBindings(value: unknown, options: OpenBindingsOptions = {}): Promise<BoundResources> {
  const problems = new Problems()
  const found = readBindings(value, problems)
  const served = await Promise.all(
    found.map(async ({ key, bound, where }) => [
      key,
      await serverOf(key, bound, options, (p) => problems.add(where, p)),
    ]),
  )
  problems.throwAny()
  return Object.fromEntries(served) as BoundResources // where one cannot be served there was a problem
}

interface Found {
  /** As the engine looks for it. */
  readonly key: string
  readonly bound: CheckedBinding
  /** As messages tell it. */
  readonly where: string
}

function readBindings(value: unknown, problems: Problems): readonly Found[] {
  const whole = checkDocument(value)
  for (const { path, message } of whole.issues) problems.add(path, message)
  const keys = new Set<string>()
  return Object.entries(whole.value?.resources ?? {}).flatMap(([written, entry]) => {
    const where = `resources[${JSON.stringify(written)}]`
    const key = resourceKey(written)
    if (written === "") problems.add(where, "expected a resource's name or ARN, or a pattern")
    if (keys.has(key)) problems.add(where, `${key} is bound twice`)
    if (key.startsWith("states:startExecution"))
      problems.add(where, "a child execution needs its state machine, not a binding")
    keys.add(key)
    const { value: bound, issues } = checkBinding(entry)
    for (const { path, message } of issues) problems.add(path === "" ? where : `${where}.${path}`, message)
    return bound === undefined ? [] : [{ key, bound, where }]
  })
}

async function serverOf(
  key: string,
  { handler, http, queue, task, aws }: CheckedBinding,
  { base = process.cwd(), env = process.env, load = importModule }: OpenBindingsOptions,
  problem: (what: string) => void,
): Promise<ResourceHandler | ResourceQueue | undefined> {
  const text = (given: BoundText, what: string, fits: (text: string) => boolean): string => {
    if (typeof given === "string") return given
    const held = env[given.env] ?? ""
    if (!fits(held)) problem(`the variable ${given.env} does not hold ${what}`)
    return held
  }
  try {
    if (handler !== undefined) return await moduleExport(handler, base, load)
    if (queue !== undefined) return { queue, ...(task === undefined ? {} : { task }) }
    if (aws !== undefined) {
      const service = awsServiceOf(key)
      if (service === "none") problem(`is nothing that can be called at AWS; its services here: ${awsServices}`)
      else if (service !== undefined) await sdkOf(service)
      return awsHandler(aws)
    }
    if (http === undefined) return undefined
    const url = text(http.url, "an URL of http or https", isHttpUrl)
    const headers = Object.entries(http.headers).map(([name, given]) => [
      name,
      text(given, "a header's text", isHeader),
    ])
    return isHttpUrl(url)
      ? httpEndpoint({ ...http, url, headers: Object.fromEntries(headers) as Record<string, string> })
      : undefined
  } catch (error) {
    problem(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "")
}

/** What can stand in a header, at the least one character. */
function isHeader(text: string): boolean {
  return /^[\t -~\u0080-\u00ff]+$/.test(text)
}

/** All that is wrong, in the order in which it was found. */
class Problems {
  readonly #found: { readonly path: string; readonly message: string }[] = []

  add(path: string, message: string): void {
    this.#found.push({ path, message: message.replace(/\.$/, "") })
  }

  throwAny(): void {
    if (this.#found.length === 0) return
    const told = this.#found.map(({ path, message }) => `\n  ${path === "" ? "the whole" : path}: ${message}.`)
    throw new EngineError({ code: "BINDINGS_INVALID", message: `The bindings cannot be used:${told.join("")}\n` })
  }
}
