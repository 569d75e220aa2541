import type * as Sqlite from "node:sqlite"

/** What `node:sqlite` exports. */
export type NodeSqlite = typeof Sqlite

let loaded: NodeSqlite | undefined

/**
 * `node:sqlite`, loaded at the first call. Releases of Node that call it experimental print a warning as they load
 * it; that one warning is swallowed, every other passes.
 */
export function nodeSqlite(): NodeSqlite {
  if (loaded !== undefined) return loaded
  // oxlint-disable-next-line typescript/unbound-method -- only to be put back, or called with its `this`
  const emitWarning = process.emitWarning
  process.emitWarning = (...args: unknown[]) => {
    if (!String(args[0]).startsWith("SQLite is an experimental")) Reflect.apply(emitWarning, process, args)
  }
  try {
    return (loaded = process.getBuiltinModule("node:sqlite"))
  } finally {
    process.emitWarning = emitWarning
  }
}
