import type { Block, Node } from "@stepwright/dsl"

import { lowerAll } from "./all.ts"
import { lowerAsl } from "./asl.ts"
import { lowerAttempt } from "./attempt.ts"
import { lowerCompute } from "./compute.ts"
import type { Way } from "./draft.ts"
import { lowerEach } from "./each.ts"
import { lowerFail } from "./fail.ts"
import { finish } from "./finish.ts"
import type { Place } from "./place.ts"
import { lowerRepeat } from "./repeat.ts"
import { lowerRun } from "./run.ts"
import { lowerSaga } from "./saga.ts"
import { lowerSleep } from "./sleep.ts"
import { lowerMatch, lowerWhen } from "./when.ts"

/** Steps in order. Nothing follows a return or fail. */
export function lowerBlock(place: Place, block: Block, ways: readonly Way[]): readonly Way[] {
  let open = ways
  for (const node of block.nodes) {
    if (open.length === 0) return open
    open = lowerNode(place, node, open)
  }
  return open
}

function lowerNode(place: Place, node: Node, ways: readonly Way[]): readonly Way[] {
  switch (node.kind) {
    case "run":
    case "callback":
      return lowerRun(place, node, ways)
    case "all":
      return lowerAll(place, node, ways)
    case "each":
      return lowerEach(place, node, ways)
    case "when":
      return lowerWhen(place, node, ways)
    case "match":
      return lowerMatch(place, node, ways)
    case "repeat":
      return lowerRepeat(place, node, ways)
    case "sleep":
      return lowerSleep(place, node, ways)
    case "attempt":
      return lowerAttempt(place, node, ways)
    case "fail":
      return lowerFail(place, node, ways)
    case "return":
      finish(place, ways, { result: node.value, name: node.name, at: node.at })
      return []
    case "saga":
      return lowerSaga(place, node, ways)
    case "compute":
      return lowerCompute(place, node, ways)
    case "asl":
      return lowerAsl(place, node, ways)
  }
}
