import { readFile } from "node:fs/promises"

import type { Loader, Plugin } from "esbuild"

import { slimModule } from "./slim-module.ts"

/** Has esbuild read modules as {@link slimModule} gives them; each once, however many bundles hold it. */
export function slimPlugin(): Plugin {
  const read = new Map<string, Promise<{ contents: string; loader: Loader } | undefined>>()
  return {
    name: "stepwright-slim",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        let loaded = read.get(path)
        if (loaded === undefined) read.set(path, (loaded = load(path)))
        return await loaded
      })
    },
  }
}

/** Undefined for what esbuild can read by itself. */
async function load(path: string): Promise<{ contents: string; loader: Loader } | undefined> {
  const text = await readFile(path, "utf8")
  const isTypeScript = path.endsWith("ts")
  const contents = slimModule(text, isTypeScript)
  return contents === text ? undefined : { contents, loader: isTypeScript ? "ts" : "js" }
}
