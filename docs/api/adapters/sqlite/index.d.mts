import { Backend } from "@stepwright/engine";
/** What {@link sqlite} opens, and how careful it is. */
interface SqliteOptions {
  /** The database file; created where there is none, with its folder. `-wal` is appended to its name for the log. */
  readonly file: string;
  /**
   * What a power cut or a crash of the operating system may take. `normal` (default): the last moments before it,
   * whole ticks at a time, never something in between. `full`: nothing that was acknowledged, for one fsync per
   * call or tick. The end of the process, `kill -9` included, takes nothing in either.
   */
  readonly synchronous?: "normal" | "full";
}
/**
 * A backend in one file, for one process at a time: durable, with nothing to install or run beside it.
 * @throws {AdapterError} `FILE_BUSY` while another backend has the file; `FILE_FOREIGN`, `FILE_VERSION` or
 * `FILE_CORRUPT` for a file that it must not use, which is then left as it was, byte by byte; `BACKEND_FAILED` for a
 * path that cannot be opened.
 */
export declare function sqlite(options: SqliteOptions): Backend;
export type { SqliteOptions };