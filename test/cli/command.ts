import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
/** The command's own file. */
export const bin: string = join(root, "packages/cli/bin/stepwright.js")

/** What a command that ended left behind. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs. */
export interface Running {
  /** What it has written to standard output and standard error so far. */
  output(): string
  /** Waits until its output matches. Rejects when it ends without. */
  until(pattern: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

/** Starts the real command in a folder. Its output is piped, so there is no terminal. */
export function start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Running {
  return startNode([bin, ...args], cwd, env)
}

/** Starts Node.js with these arguments. */
export function startNode(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Running {
  const { NODE_OPTIONS: _options, FORCE_COLOR: _colour, ...inherited } = process.env
  const child = spawn(process.execPath, args, { cwd, env: { ...inherited, ...env }, stdio: ["ignore", "pipe", "pipe"] })
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
  return {
    output: () => stdout + stderr,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout + stderr)) resolve()
        }
        look()
        child.stdout.on("data", look)
        child.stderr.on("data", look)
        child.on("close", () => {
          look()
          reject(new Error(`the command ended without ${String(pattern)}:\n${stdout}${stderr}`))
        })
      }),
    signal: (name) => child.kill(name),
    ended,
  }
}

/** Runs the real command to its end. */
export function stepwright(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return start(args, cwd, env).ended
}

/** A folder for one test file, inside the repository so that its packages resolve. */
export interface Scratch {
  readonly path: string
  /** Writes a file and gives its name. */
  write(name: string, text: string): string
  remove(): void
}

/** Makes a {@link Scratch}. */
export function makeScratch(): Scratch {
  const path = join(root, ".stepwright", `cli-${randomBytes(6).toString("hex")}`)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, "package.json"), '{ "type": "module" }\n')
  return {
    path,
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text)
      return name
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
