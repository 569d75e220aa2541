import type { Host, Output } from "./host.ts"

/** This process as a {@link Host}. */
export const processHost: Host = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  onInterrupt(callback) {
    process.on("SIGINT", callback)
    process.on("SIGTERM", callback)
    return () => {
      process.off("SIGINT", callback)
      process.off("SIGTERM", callback)
    }
  },
  divert(take) {
    const before = {
      stdout: process.stdout.write.bind(process.stdout),
      stderr: process.stderr.write.bind(process.stderr),
    }
    process.stdout.write = diverted((text) => take(text, "stdout"))
    process.stderr.write = diverted((text) => take(text, "stderr"))
    return () => {
      process.stdout.write = before.stdout
      process.stderr.write = before.stderr
    }
  },
  exit: (code) => process.exit(code),
}

/** Writes past whatever {@link Host.divert} puts in the stream's place later. */
function outputOf(stream: NodeJS.WriteStream): Output {
  const write = stream.write.bind(stream)
  return {
    write: (text) => void write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : 80
    },
  }
}

function diverted(take: (text: string) => void): typeof process.stdout.write {
  return (chunk: Uint8Array | string, encoding?: unknown, callback?: unknown): boolean => {
    take(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())
    const done = typeof encoding === "function" ? encoding : callback
    if (typeof done === "function") process.nextTick(done)
    return true
  }
}
