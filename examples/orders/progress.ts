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
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    const counts = ` ${done}/${total}  ${succeeded} succeeded, ${failed} compensated or refused, ${seconds} s`
    // On a terminal the line must not wrap: only then can it be written over.
    const room = stream.isTTY && stream.columns > 0 ? stream.columns - 1 - counts.length : 30
    const width = Math.max(0, Math.min(30, room))
    const filled = Math.round((done / total) * width)
    return "█".repeat(filled) + "░".repeat(width - filled) + counts
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
