import { existsSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

import type { DefinitionError } from "@stepwright/dsl"

import { CliError } from "../errors.ts"
import { showPath } from "../output/place.ts"
import { explainLoadError } from "./explain-load-error.ts"

/** What a module exports. */
export type Exports = Readonly<Record<string, unknown>>

/**
 * Runs a user's module in this process; Node strips the types of a TypeScript file.
 * @throws {CliError} when there is no such file, or it cannot be loaded.
 * @throws {DefinitionError} as the module threw it.
 */
export async function loadModule(file: string, cwd: string): Promise<Exports> {
  const path = resolve(cwd, file)
  requireFile(path, showPath(path, cwd))
  if (!/\.[cm]?[jt]s$/.test(path)) throw new CliError("FILE_KIND", `${showPath(path, cwd)} is not a module.`)
  try {
    return (await import(pathToFileURL(path).href)) as Exports // a module namespace is a record of its exports
  } catch (error) {
    if (isDefinitionError(error)) throw error
    throw explainLoadError(error, path)
  }
}

/** Refuses a path where no file is. */
export function requireFile(path: string, shown: string): void {
  if (!existsSync(path)) throw new CliError("FILE_NOT_FOUND", `There is no file ${shown}.`)
  if (!statSync(path).isFile()) throw new CliError("FILE_UNREADABLE", `${shown} is not a file.`)
}

/** Recognises the error also when the user's project has its own copy of the DSL. */
function isDefinitionError(error: unknown): error is DefinitionError {
  return error instanceof Error && error.name === "DefinitionError" && "issues" in error
}
