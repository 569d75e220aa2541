import { replay, type Run, startRun } from "../core/index.ts"
import { AttemptLog } from "../plan/attempts.ts"
import { readFact } from "./fact-text.ts"
import type { Owned } from "./owned.ts"

/** What the journal of an execution tells, told on as it grows: each fact is read and replayed once. */
export class Retelling {
  readonly log: AttemptLog = new AttemptLog()
  readonly #owned: Owned
  #run: Run
  #facts = 0
  /** Those who ask at once are told one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(owned: Owned) {
    this.#owned = owned
    this.#run = startRun(owned.plan.machine, owned.run.header)
  }

  /**
   * Takes in what the journal holds beyond what is known.
   * @param read - The facts from this number on; undefined where nobody is to be told any more.
   * @throws {ReplayDiverged} where the journal does not replay.
   */
  async catchUp(read: (from: number) => Promise<readonly string[] | undefined>): Promise<void> {
    const turn = this.#turn.then(async () => {
      const texts = (await read(this.#facts)) ?? []
      const { machine } = this.#owned.plan
      this.#run = replay(machine, this.#run, texts.map(readFact), (event) => this.log.add(event))
      this.#facts += texts.length
    })
    this.#turn = turn.catch(() => undefined)
    await turn
  }
}
