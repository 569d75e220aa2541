import { spawn } from "node:child_process"
import { once } from "node:events"

/** A `stepwright` process. */
export interface Stepwright {
  readonly pid: number | undefined
  /** What it said when it was ready. */
  readonly said: RegExpExecArray
  /** Lets it drain. */
  stop(): Promise<void>
}

/**
 * Starts one, and comes back once it runs. It goes when this process goes. What its handlers print, which it keeps off its
 * standard output, is printed here.
 */
export async function startStepwright(
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Stepwright> {
  const child = spawn("stepwright", args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", 1] })
  process.once("exit", () => child.kill("SIGKILL"))
  let text = ""
  const { stdout } = child
  if (stdout === null) throw new Error("stepwright has no standard output.")
  stdout.setEncoding("utf8").on("data", (more: string) => (text += more))
  const ended = once(child, "exit")
  while (!ready.test(text) && child.exitCode === null) await Promise.race([once(stdout, "data"), ended])
  const said = ready.exec(text)
  if (said === null)
    throw new Error(`stepwright ${args[0] ?? ""} ended before it ran. (Start the example by npm start.)`)
  return {
    pid: child.pid,
    said,
    async stop() {
      child.kill("SIGTERM")
      await ended
    },
  }
}
