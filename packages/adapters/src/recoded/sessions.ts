import { AdapterError, type Backend, type Commit, type Logger, type Sessions } from "@stepwright/engine"

import type { Codec } from "./codec.ts"
import { readMessage, readReserved } from "./reading.ts"
import { deferredWakes } from "./deferred-wakes.ts"
import { writeCommit } from "./writing.ts"

/** How long an execution rests whose commit could not be written, in milliseconds. */
const restFor = 5000

/**
 * Running executions. What cannot be read is told of in its place. A commit that cannot be written for now is refused,
 * and its execution let go of: the others of its tick are none the worse.
 */
export function recodedSessions(
  { sessions, executions }: Pick<Backend, "sessions" | "executions">,
  codec: Codec,
  logger?: Logger,
): Sessions {
  const wakes = deferredWakes()
  return {
    async open(params) {
      const wake = wakes.wakeOf(params.onWake)
      const { session } = await sessions.open({ ...params, onWake: wake.onWake })
      wakes.opened(session, wake)
      return { session }
    },
    serve: (params) => sessions.serve(params),
    tick: (params) =>
      wakes.during(params.session, async () => {
        const written = await Promise.all(
          params.commits.map((commit) => writtenOrRefused(codec, commit, params.now, logger)),
        )
        const result = await sessions.tick({ ...params, commits: written.map(({ commit }) => commit) })
        if (result.lost) return result
        const unwritten = written.filter(({ refused }) => refused).map(({ commit }) => commit.execution)
        const [reserved, messages] = await Promise.all([
          Promise.all(result.reserved.map((each) => readReserved(codec, each, executions))),
          Promise.all(result.messages.map((each) => readMessage(codec, each.execution, each))),
        ])
        return { ...result, refused: [...new Set([...result.refused, ...unwritten])], reserved, messages }
      }),
    ...(sessions.backlog && { backlog: () => sessions.backlog?.() }),
    ...(sessions.unserved && { unserved: () => sessions.unserved?.() ?? Promise.resolve([]) }),
    async close(params) {
      wakes.closed(params.session)
      await sessions.close(params)
    },
  }
}

interface Written {
  readonly commit: Commit
  /** It could not be written: the commit lets go of the execution, no more. */
  readonly refused: boolean
}

async function writtenOrRefused(codec: Codec, commit: Commit, now: number, logger?: Logger): Promise<Written> {
  try {
    return { commit: await writeCommit(codec, commit), refused: false }
  } catch (error) {
    if (!AdapterError.is(error) || !error.retryable) throw error
    const { execution, expected } = commit
    logger?.warn("a commit could not be written yet", { execution, error })
    return { commit: { execution, expected, facts: [], sleep: { due: now + restFor } }, refused: true }
  }
}
