/** Takes lines with facts. A console fits; so do most loggers. */
export interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

/** Writes JSON lines to the standard error output; debug lines are dropped. */
export const stderrLogger: Logger = {
  debug() {},
  info: (message, facts) => write("info", message, facts),
  warn: (message, facts) => write("warn", message, facts),
  error: (message, facts) => write("error", message, facts),
}

/** Drops everything. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** A logger whose every line carries these facts. */
export function withFacts(logger: Logger, facts: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (message, more) => logger.debug(message, { ...facts, ...more }),
    info: (message, more) => logger.info(message, { ...facts, ...more }),
    warn: (message, more) => logger.warn(message, { ...facts, ...more }),
    error: (message, more) => logger.error(message, { ...facts, ...more }),
  }
}

function write(level: string, message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  process.stderr.write(`${JSON.stringify({ level, message, ...facts }, replacer)}\n`)
}

/** What JSON cannot hold, as text. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  return value instanceof Error ? { name: value.name, message: value.message } : value
}
