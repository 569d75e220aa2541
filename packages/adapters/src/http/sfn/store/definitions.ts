import { createHash } from "node:crypto"

import type { Documents } from "@stepwright/engine"
import { variableReferences } from "@stepwright/engine/check"

/** Definitions whose variables are remembered. */
const most = 100

/** The texts of definitions as they were sent, by their sha256. They stay: an execution is described by the one it began with. */
export class Definitions {
  readonly #documents: Documents
  /** By the definition's name: a text of a megabyte takes a second to be read. */
  readonly #variables = new Map<string, ReturnType<typeof variableReferences>>()

  constructor(documents: Documents) {
    this.#documents = documents
  }

  /** Keeps a text, and answers its name. */
  async keep(text: string): Promise<string> {
    const name = createHash("sha256").update(text).digest("hex")
    await this.#documents.put({ key: `definition/${name}`, text, expected: 0 })
    return name
  }

  async get(name: string): Promise<string> {
    return (await this.#documents.get({ key: `definition/${name}` }))?.text ?? ""
  }

  /** The variables that the states of a definition read. */
  variablesOf(name: string, text: string): ReturnType<typeof variableReferences> {
    let found = this.#variables.get(name)
    if (found === undefined) {
      if (this.#variables.size === most) this.#variables.clear()
      found = variableReferences(text)
      this.#variables.set(name, found)
    }
    return found
  }
}
