import { existsSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/** A folder with a `package.json`, and what an app of it is called. */
export interface Project {
  /** Absolute; the current folder where none above it is a project. */
  readonly root: string
  /** Letters, digits and hyphens, a letter first: the package's name without its scope, or the folder's. */
  readonly name: string
}

/** The project that a folder belongs to. */
export function projectOf(cwd: string): Project {
  const root = above(cwd) ?? cwd
  return { root, name: [packageName(root), basename(root), "app"].map(nameOf).find((name) => name !== "") ?? "app" }
}

function above(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : above(parent)
}

function packageName(root: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly name?: unknown } // any JSON
    return typeof name === "string" ? name.replace(/^@[^/]*\//, "") : ""
  } catch {
    return "" // none, or not JSON: the folder has a name, too
  }
}

function nameOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^[^A-Za-z]+|-+$/g, "")
}
