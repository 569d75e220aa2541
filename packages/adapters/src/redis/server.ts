import { AdapterError } from "@stepwright/engine"
import type { Cluster, Command, Redis } from "ioredis"

import { Encoder } from "./encoding.ts"
import { scripts } from "./lua.ts"
import type { ScriptName } from "./lua-source.ts"
import type { Marks } from "./marks.ts"
import { adapterError, closed } from "./redis-error.ts"

/** What is asked of a server. */
export type Client = Redis | Cluster

/** How sure a write must be before it is acknowledged. */
export interface Surety {
  /** Replicas that must have it; 0: none. */
  readonly replicas: number
  /** Whether the server must have it on disk (WAITAOF). */
  readonly disk: boolean
  /** Milliseconds to wait for either. */
  readonly timeoutMs: number
}

/** The connection for commands, and the scripts on it. */
export class Server {
  readonly client: Client
  readonly #command: typeof Command
  readonly #encoder = new Encoder()
  readonly #surety: Surety
  readonly #marks: Marks
  /** Told once where the store has gone back in time. */
  onWentBack: (error: unknown) => void = () => {}
  closed = false

  /** @param command - The class of what `client` sends. */
  constructor(client: Client, command: typeof Command, surety: Surety, marks: Marks) {
    this.client = client
    this.#command = command
    this.#surety = surety
    this.#marks = marks
  }

  /** Reads. */
  async ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    if (this.closed) throw closed()
    try {
      return await question(this.client)
    } catch (error) {
      throw this.closed ? closed() : adapterError(error)
    }
  }

  /** Runs a script that only reads. */
  look<T>(name: ScriptName, keys: readonly string[], args: readonly string[]): Promise<T> {
    return this.ask(() => this.#script<T>(name, keys, args))
  }

  /** Runs a script that writes; answered once it is as sure as was asked for. Never sent again when it was not answered. */
  run<T>(name: ScriptName, keys: readonly string[], args: readonly string[]): Promise<T> {
    const { replicas, disk } = this.#surety
    if (replicas === 0 && !disk) return this.look(name, keys, args)
    return this.ask(async () => {
      const answer = this.#script<T>(name, keys, args)
      const [answered] = await Promise.all([answer, this.#sure()])
      return answered
    })
  }

  /**
   * Runs a script that writes, unless the store has gone back in time behind what was acknowledged here.
   * @param args - The mark is added to them.
   * @param writes - Else it does not, this time.
   * @throws {AdapterError} `STORE_WENT_BACK`
   */
  async runMarked<T>(name: ScriptName, keys: readonly string[], args: string[], writes = true): Promise<T> {
    const mark = this.#marks.next(keys[0] ?? "", writes)
    args.push(...mark.args)
    try {
      const answer = await this.run<T>(name, keys, args)
      mark.acknowledged()
      return answer
    } catch (error) {
      if (AdapterError.is(error) && error.code === "STORE_WENT_BACK" && this.#marks.renew(mark)) this.onWentBack(error)
      throw error
    }
  }

  /** What was kept to tell whether the store goes back is of no use any more. */
  async forgetMarks(): Promise<void> {
    const { tag, keys } = this.#marks.kept
    await Promise.all(Array.from(keys, (key) => this.client.hdel(key, tag)))
  }

  async #script<T>(name: ScriptName, keys: readonly string[], args: readonly string[]): Promise<T> {
    const { sha, text } = scripts[name]
    try {
      return await this.#evalsha<T>(sha, keys, args)
    } catch (error) {
      // It was not run: the server was restarted, or never had it.
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error
      const answer = (await this.client.eval(text, keys.length, ...keys, ...args)) as T // as the script's header says
      await this.#sure()
      return answer
    }
  }

  /** Sends the arguments as they are: the client's own way of doing that is made for a few of them. */
  async #evalsha<T>(sha: string, keys: readonly string[], args: readonly string[]): Promise<T> {
    const front = [sha, String(keys.length), ...keys]
    const command = new this.#command("evalsha", front, { replyEncoding: "utf8" })
    const text = this.#encoder.encode(["evalsha"], front, args)
    command.toWritable = () => text
    const answer = (await this.client.sendCommand(command)) as T // as the script's header says
    // Where it was not answered, the connection may yet hold it.
    this.#encoder.release(text)
    return answer
  }

  /** Of all that was written on this connection so far. */
  async #sure(): Promise<void> {
    const { replicas, disk, timeoutMs } = this.#surety
    if (disk) {
      const [local, remote] = (await this.client.call("WAITAOF", 1, replicas, timeoutMs)) as [number, number]
      if (local < 1 || remote < replicas) throw new Error(`written to ${local} disks here and ${remote} of replicas`)
      return
    }
    if (replicas === 0) return
    const reached = (await this.client.call("WAIT", replicas, timeoutMs)) as number
    if (reached < replicas) throw new Error(`${reached} of ${replicas} replicas have it`)
  }
}
