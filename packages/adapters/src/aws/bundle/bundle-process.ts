// The process that `bundleTasks` waits for: takes a request from its standard input, writes the bundles, and says what they
// came to.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

import type { BundleIssue } from "./bundle-error.ts"
import { type BuiltBundle, buildBundle } from "./build-bundle.ts"
import type { BundleAnswer, BundleRequest, TaskBundle } from "./bundle-request.ts"
import { othersCode } from "./others-code.ts"
import { slimPlugin } from "./slim-plugin.ts"
import { tooLarge } from "./too-large.ts"

const request = JSON.parse(readFileSync(0, "utf8")) as BundleRequest // our parent wrote it
process.stdout.write(JSON.stringify(await answerTo(request)))

async function answerTo(request: BundleRequest): Promise<BundleAnswer> {
  const esbuild = await import("esbuild")
  const slim = slimPlugin()
  const outcomes = await Promise.all(request.handlers.map((place) => buildBundle(esbuild, place, request, slim)))
  const bundles = outcomes.filter((outcome): outcome is BuiltBundle => "files" in outcome)
  const problems = outcomes.flatMap((outcome) => ("files" in outcome ? [] : outcome))
  const weighed = bundles.map((bundle) => ({ bundle, made: weigh(bundle, request.outDir) }))
  const large = weighed.flatMap(({ made }) => tooLarge(made))
  const all = [...distinct(problems), ...large]
  if (all.length === 0) for (const { bundle, made } of weighed) write(bundle, made.folder)
  return {
    bundles: weighed.map(({ made }) => made),
    warnings: [...bundles.flatMap(({ warnings }) => warnings), ...othersCode(bundles)],
    problems: all,
  }
}

function weigh({ place, files, modules }: BuiltBundle, outDir: string): TaskBundle {
  const index = files.get("index.mjs") ?? new Uint8Array()
  return {
    task: place.task,
    folder: join(outDir, "functions", place.task),
    handler: "index.handler",
    bytes: index.length,
    gzipBytes: gzipSync(index).length,
    unzippedBytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
    modules: [...modules]
      .map(([path, bytes]) => ({ path, bytes }))
      .filter(({ bytes }) => bytes > 0)
      .toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)),
  }
}

/** By their places; what is wrong in a module that several tasks need is told once. */
function distinct(problems: readonly BundleIssue[]): readonly BundleIssue[] {
  const byPlace = Map.groupBy(problems, ({ at, code, message }) =>
    at === undefined ? `${code} ${message}` : `${at.file}:${at.line}:${at.column}`,
  )
  const once = [...byPlace.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
  return once.toSorted((a, b) => {
    const files = (a.at?.file ?? "").localeCompare(b.at?.file ?? "")
    return files === 0 ? (a.at?.line ?? 0) - (b.at?.line ?? 0) : files
  })
}

function write({ files }: BuiltBundle, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
}
