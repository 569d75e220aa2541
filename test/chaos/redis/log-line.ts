/** A warning or an error as the record keeps it: the message, and what it is about as JSON. */
export function logLine(message: string, facts: object | undefined): string {
  return `${message} ${JSON.stringify(facts, (_, value: unknown) => (value instanceof Error ? value.message : value))}`
}

/** Whether a line tells that the store has gone back behind what was acknowledged to whoever logged it. */
export function tellsOfLoss(line: string): boolean {
  return line.includes('"code":"STORE_WENT_BACK"')
}
