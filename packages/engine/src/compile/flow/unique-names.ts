/** Hands out names that are unique within a plan and at most 80 characters long. */
export class UniqueNames {
  readonly #taken = new Set<string>()
  readonly #separator: string
  readonly #longest: number

  /** @param separator - Stands before the number that tells two equal names apart. */
  constructor(separator: string, taken: Iterable<string> = [], longest: number = 80) {
    this.#separator = separator
    this.#longest = longest
    for (const name of taken) this.#taken.add(name)
  }

  /** The wanted name where it is free, else with a number: `charge`, `charge 2`. */
  take(wanted: string): string {
    for (let count = 1; ; count++) {
      const suffix = count === 1 ? "" : `${this.#separator}${count}`
      const name = cut(wanted, this.#longest - suffix.length) + suffix
      if (this.#taken.has(name)) continue
      this.#taken.add(name)
      return name
    }
  }
}

/** The longest start of at most so many UTF-16 units that splits no character. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text
  const last = text.charCodeAt(units - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units)
}

/** `charge-card` as a variable's name: `chargeCard`. Letters and digits of ASCII only, so that every parser reads it. */
export function variableName(text: string): string {
  const name = pascalCase(text)
  return name === "" ? "value" : name.charAt(0).toLowerCase() + name.slice(1)
}

/** `charge-card` as a placeholder's name: `ChargeCard`. */
export function placeholderName(text: string): string {
  const name = pascalCase(text)
  return name === "" ? "Resource" : name
}

function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "")
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")
  return /^\d/.test(name) ? `N${name}` : name
}
