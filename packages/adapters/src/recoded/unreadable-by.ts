import { AdapterError, type EngineCode, type Unreadable } from "@stepwright/engine"

/** The errors that executions are parked with, by the codes of what kept a text from being read. */
const names: Partial<Record<EngineCode, string>> = {
  KEY_UNKNOWN: "Stepwright.KeyUnknown",
  TEXT_TAMPERED: "Stepwright.TextTampered",
  BLOB_MISSING: "Stepwright.BlobMissing",
  BLOB_FAILED: "Stepwright.BlobFailed",
}

/**
 * What a worker is told of a text that could not be read.
 * @throws the error itself, where it is none of a codec's
 */
export function unreadableBy(error: unknown): Unreadable {
  const known = AdapterError.is(error) ? names[error.code] : undefined
  if (known === undefined || !AdapterError.is(error)) throw error
  const told = { error: known, cause: error.message }
  return error.retryable ? { ...told, later: true } : told
}
