import { AdapterError } from "@stepwright/engine"

/** What `node:sqlite` throws. */
interface SqliteError extends Error {
  readonly code: "ERR_SQLITE_ERROR"
  /** SQLite's extended result code; the low byte is the primary one. */
  readonly errcode: number
}

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html. */
const primary = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const

/** The error that a caller of the backend sees. A full disk or a failed write may pass; damage does not. */
export function adapterError(error: unknown): unknown {
  if (!isSqliteError(error)) return error
  const code = error.errcode & 0xff
  const corrupt = code === primary.corrupt || code === primary.notADatabase
  return new AdapterError({
    code: corrupt ? "FILE_CORRUPT" : "BACKEND_FAILED",
    message: `SQLite answered: ${error.message}.`,
    retryable: !corrupt,
    cause: error,
  })
}

/** Why a file could not be opened. */
export function fileError(file: string, error: unknown): unknown {
  if (AdapterError.is(error)) return error
  const code = isSqliteError(error) ? error.errcode & 0xff : undefined
  if (code === primary.busy || code === primary.locked) {
    return fileRefusal("FILE_BUSY", `'${file}' is in use by another process or backend.`, error)
  }
  const reason = error instanceof Error ? error.message : String(error)
  if (code === primary.notADatabase) return fileRefusal("FILE_FOREIGN", `'${file}' is not a database.`, error)
  if (code === primary.corrupt) return fileRefusal("FILE_CORRUPT", `'${file}' cannot be read: ${reason}.`, error)
  return fileRefusal("BACKEND_FAILED", `'${file}' cannot be opened: ${reason}.`, error)
}

/** A file that is not to be used. */
export function fileRefusal(
  code: "FILE_BUSY" | "FILE_FOREIGN" | "FILE_VERSION" | "FILE_CORRUPT" | "BACKEND_FAILED",
  message: string,
  cause?: unknown,
): AdapterError {
  return new AdapterError({
    code,
    message,
    retryable: code === "FILE_BUSY",
    ...(cause === undefined ? {} : { cause }),
  })
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && (error as Partial<SqliteError>).code === "ERR_SQLITE_ERROR"
}
