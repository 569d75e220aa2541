import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

import type { Place } from "../backends/backend.ts"
import type { Entry } from "../contestants/entry.ts"
import type { Options } from "../options.ts"
import type { Answer, Reply, Request } from "./message.ts"
import { openPlace, type OpenPlace } from "./place.ts"

/** What a member is told when it begins. */
export interface Setup {
  readonly entry: string
  readonly place: Place
  readonly options: Options
}

const main = fileURLToPath(new URL("member.ts", import.meta.url))

/** A contestant under measurement: its processes, and the place where they store. */
export class Team {
  readonly entry: Entry
  readonly place: OpenPlace
  readonly #options: Options
  #members: ChildProcess[] = []

  private constructor(entry: Entry, place: OpenPlace, options: Options) {
    this.entry = entry
    this.place = place
    this.#options = options
  }

  static async start(entry: Entry, options: Options): Promise<Team> {
    const team = new Team(entry, await openPlace(entry, options), options)
    try {
      await team.#startMembers()
      return team
    } catch (error) {
      await team.close()
      throw error
    }
  }

  /** Asks all members at once. */
  ask(request: Request): Promise<readonly Answer[]> {
    return Promise.all(this.#members.map((member) => ask(member, request)))
  }

  /** Asks each member for its share of so many executions. */
  share(count: number, request: (count: number) => Request): Promise<readonly Answer[]> {
    const { length } = this.#members
    return Promise.all(
      this.#members.map((member, index) => {
        const share = Math.floor(((index + 1) * count) / length) - Math.floor((index * count) / length)
        return ask(member, request(share))
      }),
    )
  }

  /** SIGKILL for all members, and others in their place. */
  async killAndReplace(): Promise<void> {
    await this.#kill()
    await this.#startMembers()
  }

  /** Nothing of it is of use any more, so it is not closed in good order. */
  async close(): Promise<void> {
    await this.#kill()
    await this.place.close()
  }

  async #startMembers(): Promise<void> {
    const { folder, redisUrl } = this.place
    const setup: Setup = { entry: this.entry.name, place: { folder, redisUrl }, options: this.#options }
    this.#members = Array.from({ length: this.#options.processes }, () => fork(main, [JSON.stringify(setup)]))
    await Promise.all(this.#members.map(replyOf))
  }

  async #kill(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        if (member.exitCode !== null || member.signalCode !== null) return
        const gone = once(member, "exit")
        member.kill("SIGKILL")
        await gone
      }),
    )
    this.#members = []
  }
}

async function ask(member: ChildProcess, request: Request): Promise<Answer> {
  const replied = replyOf(member)
  member.send(request)
  const reply = await replied
  if ("answer" in reply) return reply.answer
  throw new Error("error" in reply ? reply.error : "a member answered what it was not asked")
}

/** The member's next message. */
async function replyOf(member: ChildProcess): Promise<Reply> {
  const ended = new AbortController()
  const onExit = (code: number | null, signal: string | null): void => {
    ended.abort(new Error(`a process of a contestant ended: ${signal ?? String(code)}`))
  }
  member.once("exit", onExit)
  try {
    const [reply] = (await once(member, "message", { signal: ended.signal })) as [Reply] // members say nothing else
    return reply
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error
  } finally {
    member.off("exit", onExit)
  }
}
