// The process that `bundleTasks` waits for: takes a request from its standard input, writes the bundles, and says what they
// came to.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

import { type BundleIssue, issueOf } from "./bundle-error.ts"
import { type BuiltBundle, buildBundle } from "./build-bundle.ts"
import type { BundleAnswer, BundleRequest, TaskBundle } from "./bundle-request.ts"
import { othersCode } from "./others-code.ts"
import { slimPlugin } from "./slim-plugin.ts"

/** (AWS: "Lambda quotas": deployment package, unzipped) */
const mostBytes = 262_144_000

const request = JSON.parse(readFileSync(0, "utf8")) as BundleRequest // our parent wrote it
process.stdout.write(JSON.stringify(await answerTo(request)))

async function answerTo(request: BundleRequest): Promise<BundleAnswer> {
  const esbuild = await import("esbuild")
  const slim = slimPlugin()
  const outcomes = await Promise.all(request.handlers.map((place) => buildBundle(esbuild, place, request, slim)))
  const bundles = outcomes.filter((outcome): outcome is BuiltBundle => "files" in outcome)
  const problems = outcomes.flatMap((outcome) => ("files" in outcome ? [] : outcome))
  const weighed = bundles.map((bundle) => ({ bundle, made: weigh(bundle, request.outDir) }))
  const tooLarge = weighed.flatMap(({ made }) => largeOf(made))
  const all = [...distinct(problems), ...tooLarge]
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

function largeOf({ task, unzippedBytes, modules }: TaskBundle): readonly BundleIssue[] {
  if (unzippedBytes <= mostBytes) return []
  const heaviest = modules.slice(0, 3).map(({ path, bytes }) => `${path} (${bytes} bytes)`)
  const message = `The bundle of '${task}' has ${unzippedBytes} bytes; the heaviest: ${heaviest.join(", ")}.`
  return [issueOf("BUNDLE_TOO_LARGE", message, { task })]
}

/** What is wrong in a module that several tasks need is told once. */
function distinct(problems: readonly BundleIssue[]): readonly BundleIssue[] {
  const byPlace = Map.groupBy(problems, ({ at, code, message }) =>
    at === undefined ? `${code} ${message}` : `${at.file}:${at.line}:${at.column}`,
  )
  return [...byPlace.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
}

function write({ files }: BuiltBundle, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
}
