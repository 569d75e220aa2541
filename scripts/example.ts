// npm run example NAME: runs one of the examples. Without a name it lists them.
import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { basename, dirname } from "node:path"

const names = globSync("examples/*/main.ts")
  .map((file) => basename(dirname(file)))
  .toSorted()
const [name] = process.argv.slice(2)

if (name === undefined || name === "--help") {
  console.log("usage: npm run example NAME\n")
  for (const each of names) {
    const [, about] = readFileSync(`examples/${each}/main.ts`, "utf8").match(/^\/\/ ([^\n]*)/) ?? []
    console.log(`  ${each.padEnd(12)}${about ?? ""}`)
  }
} else if (names.includes(name)) {
  const { status } = spawnSync("npm", ["start", "--silent", "--workspace", `examples/${name}`], { stdio: "inherit" })
  process.exitCode = status ?? 1
} else {
  console.error(`There is no example '${name}': ${names.join(", ")}`)
  process.exitCode = 2
}
