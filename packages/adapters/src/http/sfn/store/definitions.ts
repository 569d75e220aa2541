import { createHash } from "node:crypto"

import type { Documents } from "@stepwright/engine"

/** The texts of definitions as they were sent, by their sha256. They stay: an execution is described by the one it began with. */
export class Definitions {
  readonly #documents: Documents

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
}
