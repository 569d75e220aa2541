import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

import type { Workflow } from "@stepwright/dsl"

/** Loads generated source files, from a folder of its own inside the repository, so that its packages resolve. */
export class Sources {
  readonly folder: string
  #count = 0

  /** @param name - Tells folders of the same process apart. */
  constructor(name: string) {
    this.folder = fileURLToPath(new URL(`../../.stepwright/${name}-${process.pid}`, import.meta.url))
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(join(this.folder, "package.json"), '{ "type": "module" }\n')
  }

  /** The workflow that a file exports by this name. */
  async load(source: string, exported: string): Promise<Workflow> {
    const file = join(this.folder, `${this.#count++}.ts`)
    writeFileSync(file, source)
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, Workflow> // it was just written
    const workflow = loaded[exported]
    if (workflow === undefined) throw new Error(`${file} exports no ${exported}`)
    return workflow
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
