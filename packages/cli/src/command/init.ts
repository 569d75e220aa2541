import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"

import manifest from "../../package.json" with { type: "json" }
import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { packageName, starterFiles } from "../init/starter-files.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"

/**
 * `stepwright init`: writes a starter project.
 * @throws {CliError} FILE_EXISTS, with nothing written, when any of its files is there already.
 */
export async function init(dir: string, options: CommonOptions, host: Host): Promise<number> {
  const folder = resolve(host.cwd, dir)
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new CliError("FILE_EXISTS", `${showPath(folder, host.cwd)} is a file.`)
  const files = starterFiles(packageName(basename(folder)), manifest.version)
  const taken = files
    .filter(({ path }) => existsSync(join(folder, path)))
    .map(({ path }) => showPath(join(folder, path), host.cwd))
  if (taken.length > 0) throw new CliError("FILE_EXISTS", `These files exist already: ${taken.join(", ")}.`)
  mkdirSync(folder, { recursive: true })
  // `wx`: what appeared since the check above is not overwritten either.
  for (const { path, text } of files) writeFileSync(join(folder, path), text, { flag: "wx" })
  if (options.json === true) writeJson({ ok: true, folder, files: files.map(({ path }) => path) }, host)
  else
    host.stdout.write(
      nextSteps(
        files.map(({ path }) => path),
        showPath(folder, host.cwd),
        host,
      ),
    )
  return 0
}

function nextSteps(paths: readonly string[], folder: string, host: Host): string {
  const { bold, dim, green } = paintFor(host.stdout, host.env)
  const enter = folder === "." ? [] : [`cd ${/^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder)}`]
  const steps = [...enter, "npm install", "npm start", "npm test"]
  return [
    ...paths.map((path) => `${green("wrote")} ${folder === "." ? path : join(folder, path)}`),
    "",
    bold("Next:"),
    ...steps.map((step) => `  ${step}`),
    "",
    dim("workflow.ts holds one small saga; README.md says what the scripts do."),
    "",
  ].join("\n")
}
