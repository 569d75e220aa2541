import { isAbsolute, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

/** A file as people know it: relative to the current folder where it lies in it, else its full path. Takes file URLs. */
export function showPath(file: string, cwd: string): string {
  const path = file.startsWith("file:") ? fileURLToPath(file) : resolve(cwd, file)
  const near = relative(cwd, path)
  return near === "" ? "." : near.startsWith("..") || isAbsolute(near) ? path : near
}
