import type { Attributes } from "@opentelemetry/api"

/** A count with its attributes. */
export class Count {
  readonly attributes: Attributes
  value = 0

  constructor(attributes: Attributes) {
    this.attributes = attributes
  }
}

/** Counts by key, made when they are first asked for. What counts keeps its {@link Count}, and adds to a number. */
export class Tally {
  readonly #counts = new Map<string, Count>()

  count(key: string, attributes: () => Attributes): Count {
    let count = this.#counts.get(key)
    if (count === undefined) this.#counts.set(key, (count = new Count(attributes())))
    return count
  }

  values(): Iterable<Count> {
    return this.#counts.values()
  }
}
