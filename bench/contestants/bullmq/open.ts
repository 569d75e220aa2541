import type { WorkerOptions } from "bullmq"

import type { Place } from "../../backends/backend.ts"
import { type Contestant, type Probe, recoverStepMs } from "../../contestant.ts"
import type { Options } from "../../options.ts"
import { Bull } from "./bull.ts"
import { bullChain } from "./chain.ts"
import { bullFan } from "./fan.ts"
import { bullSaga } from "./saga.ts"
import { bullSleeper } from "./sleeper.ts"

/** A program on BullMQ for one workload, with its workers' settings. */
export async function open(
  { redisUrl }: Place,
  { workload, processes }: Options,
  probe: Probe,
  settings: Partial<WorkerOptions>,
): Promise<Contestant> {
  const bull = new Bull(redisUrl, processes === 1)
  await bull.listen()
  switch (workload) {
    case "chain3":
    case "lat":
      return bullChain(bull, probe, 0, settings)
    case "recover":
      return bullChain(bull, probe, recoverStepMs, settings)
    case "fan100":
      return bullFan(bull, probe, settings)
    case "saga5":
      return bullSaga(bull, probe, settings)
    case "sleep":
      return bullSleeper(bull, probe, settings)
    case "api":
      throw new Error("BullMQ serves no API")
  }
}
