/** What a name may not be: words of the language, and what the source imports or binds itself. */
const reserved = `
  abstract any arguments as async await boolean break case catch class const continue debugger default delete do else
  enum eval export extends false finally for from function get if implements import in instanceof interface let
  new null number object of package private protected public return set static string super switch symbol this
  throw true try type typeof undefined unknown var void while with yield NaN Infinity globalThis
  Array Boolean Date Error Function JSON Map Math Number Object Promise RegExp Set String Symbol
  Builder token w z aws and eq execution exists gt gte jsonata lt lte ne not or value workflow
`
  .trim()
  .split(/\s+/)

/** Hands out identifiers that are unique in one source file. */
export class Identifiers {
  readonly #taken = new Set<string>(reserved)

  /**
   * The words as an identifier: `Check stock` gives `checkStock`, `checkStock2`, …
   * @param kind - `type`: `CheckStock`.
   */
  take(words: string, kind: "value" | "type" = "value"): string {
    const name = identifier(words)
    const base = kind === "type" ? name.charAt(0).toUpperCase() + name.slice(1) : name
    for (let count = 1; ; count++) {
      const free = count === 1 ? base : `${base}${count}`
      if (this.#taken.has(free)) continue
      this.#taken.add(free)
      return free
    }
  }
}

function identifier(words: string): string {
  const parts = words
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "")
  const name = parts
    .map((part, index) =>
      index === 0 ? part.toLowerCase() : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase(),
    )
    .join("")
    .slice(0, 40)
  return name === "" ? "value" : /^\d/.test(name) ? `n${name}` : name
}

/** Whether a text can stand as a property's name without quotes. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text)
}
