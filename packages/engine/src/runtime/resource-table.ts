/**
 * What serves resources: by a name, or by a pattern in which `*` stands for any text. A name goes before every pattern, and
 * of several patterns the one with the most text of its own wins.
 */
export class ResourceTable<Served> {
  readonly #exact = new Map<string, Served>()
  readonly #patterns: readonly { readonly parts: readonly string[]; readonly served: Served }[]

  constructor(entries: Iterable<readonly [key: string, served: Served]>) {
    const patterns: { readonly parts: readonly string[]; readonly served: Served }[] = []
    for (const [key, served] of entries) {
      if (key.includes("*")) patterns.push({ parts: key.split("*"), served })
      else this.#exact.set(key, served)
    }
    this.#patterns = patterns.toSorted((a, b) => textOf(b.parts) - textOf(a.parts))
  }

  /** @param resource - As a definition names it: all the names that it goes by are looked for. */
  find(resource: string): Served | undefined {
    const names = namesOf(resource)
    for (const name of names) {
      const served = this.#exact.get(name)
      if (served !== undefined) return served
    }
    return this.#patterns.find(({ parts }) => names.some((name) => fits(name, parts)))?.served
  }
}

/** The names that a resource goes by, the most exact first: a function's ARN also without version or alias, and its name. */
function namesOf(resource: string): readonly string[] {
  const lambda = /^(arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+))/.exec(resource)
  if (lambda !== null) return [resource, ...lambda.slice(1)]
  const activity = /:activity:(.+)$/.exec(resource)?.[1]
  return activity === undefined ? [resource] : [resource, activity]
}

function textOf(parts: readonly string[]): number {
  return parts.reduce((length, part) => length + part.length, 0)
}

/** Whether a text is those parts in their order, the first at its beginning and the last at its end. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = ""] = parts
  const last = parts.at(-1) ?? ""
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}
