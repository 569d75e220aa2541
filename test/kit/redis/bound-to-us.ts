import { spawn } from "node:child_process"

/**
 * Ends a process and removes a folder when this process is gone, however it goes: a shell waits for the end of a pipe
 * that the system closes with us.
 * @param command what the shell then runs, its arguments as `$1`, `$2` and so on
 * @returns calls it off
 */
export function whenWeAreGone(command: string, ...args: readonly string[]): () => void {
  const shell = spawn("sh", ["-c", `read -r _; ${command}`, "sh", ...args], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // not reached by a Ctrl-C for our group
  })
  shell.unref()
  return () => void shell.kill("SIGKILL")
}
