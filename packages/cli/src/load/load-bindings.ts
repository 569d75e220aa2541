import { dirname, resolve } from "node:path"

import { type BoundResources, openBindings } from "@stepwright/adapters/bindings"

import { loadModule } from "./load-module.ts"
import { readJsonFile } from "./read-json-file.ts"

/**
 * Loads a binding file, with the modules that it names.
 * @throws {CliError} `FILE_NOT_FOUND`, `JSON_INVALID`; {EngineError} `BINDINGS_INVALID`
 */
export async function loadBindings(
  file: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<BoundResources> {
  const document = readJsonFile("--bindings", file, cwd)
  return await openBindings(document, {
    base: dirname(resolve(cwd, file)),
    env,
    load: async (path) => await loadModule(path, cwd),
  })
}
