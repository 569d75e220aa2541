import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

import type { ResourceHandler } from "@stepwright/engine"

/** Runs a module and answers what it exports. */
export type LoadModule = (path: string) => Promise<Readonly<Record<string, unknown>>>

/** Node.js's own `import`. */
export const importModule: LoadModule = async (path) =>
  (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>> // a namespace is a record of its exports

/**
 * The function that a text names as `MODULE#EXPORT`.
 * @param base - The folder that the module's path is relative to.
 * @throws {Error} saying what is there instead; or whatever the module throws.
 */
export async function moduleExport(text: string, base: string, load: LoadModule): Promise<ResourceHandler> {
  const hash = text.lastIndexOf("#")
  const [file, name] = [text.slice(0, hash), text.slice(hash + 1)]
  const path = resolve(base, file)
  if (!existsSync(path)) throw new Error(`there is no file ${file}`)
  const exports = await load(path)
  const found = exports[name]
  if (typeof found === "function") return found as ResourceHandler // whoever calls it passes input and context
  if (Object.hasOwn(exports, name)) throw new Error(`${file} exports ${name}, which is no function`)
  throw new Error(`${file} exports no ${name}; it exports ${Object.keys(exports).join(", ") || "nothing"}`)
}
