import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"

import { defaultLimits } from "../../packages/engine/src/query/jsonata/meter.ts"
import { type Bomb, bombs } from "./bombs.ts"
import { evaluateOurs } from "./run.ts"

/** What became of a bomb. */
export interface Defused {
  readonly name: string
  /** Our error's code, or `a value`, and after how long. */
  readonly ours: string
  readonly milliseconds: number
  /** The same of the library, in a process of its own that is killed after some time. */
  readonly library: string
}

/** How long the library is given, in milliseconds. */
const patience = 2000

/** Sets off every bomb, in our evaluator and in the library. */
export function defuse(progress?: (done: number, total: number) => void): readonly Defused[] {
  return bombs.map((bomb, index) => {
    const began = performance.now()
    const outcome = evaluateOurs(bomb.source, bomb.input)
    const milliseconds = performance.now() - began
    const library = inLibrary(bomb)
    progress?.(index + 1, bombs.length)
    return { name: bomb.name, ours: outcome.code ?? "a value", milliseconds, library }
  })
}

/** The bounds in words. */
export function boundsText(): string {
  const { steps, depth, elements, characters } = defaultLimits
  const count = (value: number): string => value.toLocaleString("en-US")
  return `${count(steps)} steps, ${depth} calls within calls, ${count(elements)} elements, ${count(characters)} characters`
}

function inLibrary({ source, input }: Bomb): string {
  const library = createRequire(import.meta.url).resolve("jsonata")
  const script = `
    const jsonata = require(${JSON.stringify(library)})
    const began = performance.now()
    jsonata(${JSON.stringify(source)}).evaluate(${JSON.stringify(input ?? null)}).then(
      () => "a value", (error) => error.code ?? error.message.slice(0, 60)
    ).then((end) => console.log(end + ", " + Math.round(performance.now() - began) + " ms"))`
  const { stdout, signal } = spawnSync(process.execPath, ["--max-old-space-size=512", "-e", script], {
    timeout: patience,
    killSignal: "SIGKILL",
    encoding: "utf8",
  })
  if (stdout !== "") return stdout.trim()
  return signal === "SIGKILL" ? `still running after ${patience / 1000} s` : "ends its process"
}
