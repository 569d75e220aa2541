/** How a server is set up. */
export interface RedisOptions {
  /** Whether it writes an append-only file. Default true. */
  readonly appendonly?: boolean
  /** When that file is synced to disk. Default `everysec`. */
  readonly appendfsync?: "always" | "everysec" | "no"
  /** More settings, as on the command line: `["--maxmemory", "10mb"]`. They come last and so win. */
  readonly args?: readonly string[]
}

/** A real Redis of one's own, on loopback, with an empty folder. It goes when this process goes. */
export interface Redis {
  readonly url: string
  readonly port: number
  /** The folder of its files, as its append-only file. */
  readonly dir: string
  /** Down in good order, its folder removed. What comes after does nothing. */
  stop(): Promise<void>
  /** SIGKILL: what was not yet given to the system is lost. Comes back once the process is gone. */
  kill(): Promise<void>
  /** Down in good order, where it is up, and up again on the same port and files; comes back once they are read. */
  restart(): Promise<void>
  /** SIGSTOP: it holds its connections and answers nothing. */
  pause(): Promise<void>
  /** SIGCONT. */
  resume(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The settings as arguments of `redis-server`: no snapshots, which the tests never want. */
export function argumentsOf({ appendonly = true, appendfsync = "everysec", args = [] }: RedisOptions): string[] {
  return ["--save", "", "--appendonly", appendonly ? "yes" : "no", "--appendfsync", appendfsync, ...args]
}
