// Keeps the public surface reviewable: the built declarations of every entry point stand in docs/api.
// `npm run api` writes them after a build; `npm run api -- --check` fails when they differ.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const target = "docs/api"
const check = process.argv.includes("--check")

/** Declarations by path; the content hashes in shared chunks' names are dropped, so that only real changes show. */
function builtDeclarations(): Map<string, string> {
  const files = new Map<string, string>()
  for (const name of ["dsl", "engine", "adapters", "cli"]) {
    const dist = `packages/${name}/dist`
    for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
      if (path.endsWith(".d.mts")) files.set(join(name, stable(path)), stable(readFileSync(join(dist, path), "utf8")))
    }
  }
  return files
}

function stable(text: string): string {
  return text.replace(/-[\w-]{8}(?=\.(?:d\.)?m[tj]s)/g, "")
}

function committed(): Map<string, string> {
  const paths = readdirSync(target, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".d.mts"))
  return new Map(paths.map((path) => [path, readFileSync(join(target, path), "utf8")]))
}

const built = builtDeclarations()
if (check) {
  const known = committed()
  const changed = [...new Set([...built.keys(), ...known.keys()])].filter((path) => built.get(path) !== known.get(path))
  for (const path of changed) console.error(`api: ${join(target, path)} differs from the build`)
  if (changed.length > 0) console.error("api: run `npm run build && npm run api` and review the difference")
  process.exitCode = changed.length === 0 ? 0 : 1
} else {
  rmSync(target, { recursive: true, force: true })
  for (const [path, text] of built) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), text)
  }
  console.log(`api: ${built.size} declaration files in ${target}`)
}
