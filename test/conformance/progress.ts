/** Shows how far something is, on one line of a terminal; nothing elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, what: string): (done: number, total: number) => void {
  if (!stream.isTTY) return () => undefined
  let shown = 0
  return (done, total) => {
    const now = Date.now()
    if (done < total && now - shown < 100) return
    shown = now
    stream.write(done < total ? `\r${what} ${done}/${total}` : `\r${" ".repeat(what.length + 20)}\r`)
  }
}
