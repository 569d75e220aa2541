const source = /\[Source: \(String\)"[^]*?"(?:\[truncated \d+ chars\])?; line: (\d+), column: (\d+)\]/g

/** A diagnostic's message for a person: where AWS quotes the whole text, the line and column are left. */
export function readableMessage(message: string): string {
  return message
    .replaceAll(source, "line $1, column $2")
    .replaceAll(/\s*\n\s*/g, " ")
    .trimEnd()
}
