import type { WriteStream } from "node:tty"

export interface Progress {
  tick(succeeded: boolean): void
  end(): void
}

/** Shows how far we are: one line that moves on a terminal, a line for every tenth elsewhere. */
export function progress(total: number, stream: NodeJS.WriteStream | WriteStream): Progress {
  const started = Date.now()
  let succeeded = 0
  let failed = 0
  const line = (): string => {
    const done = succeeded + failed
    const filled = Math.round((done / total) * 30)
    const bar = "█".repeat(filled) + "░".repeat(30 - filled)
    return `${bar} ${done}/${total}  ${succeeded} succeeded, ${failed} compensated or refused, ${seconds(started)} s`
  }
  return {
    tick(success) {
      if (success) succeeded++
      else failed++
      const done = succeeded + failed
      if (stream.isTTY) stream.write(`\r${line()}`)
      else if (done % Math.ceil(total / 10) === 0 && done < total) stream.write(`${line()}\n`)
    },
    end() {
      stream.write(stream.isTTY ? `\r${line()}\n` : `${line()}\n`)
    },
  }
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1)
}
