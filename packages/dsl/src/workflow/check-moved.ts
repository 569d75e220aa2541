import { positionHere } from "../scope/source-position.ts"
import type { Block, ReferenceExpression } from "../tree/index.ts"
import type { Definition } from "./definition.ts"

/** Reports what still refers to a step that `w.run` or a branch took over: it is no longer where it was placed. */
export function checkMoved({ tracing, moved }: Definition, body: Block): void {
  if (moved.size === 0) return
  for (const { of, at } of stepReferencesIn(body)) {
    if (of.from !== "step" || !moved.has(of.step)) continue
    const message = "The result of a child workflow is used that was given to w.run or to a branch afterwards."
    tracing.report("REF_OUT_OF_SCOPE", message, at ?? positionHere())
  }
}

/** Every reference in a tree's data. */
function stepReferencesIn(data: unknown): readonly ReferenceExpression[] {
  if (typeof data !== "object" || data === null) return []
  const inside = Object.values(data).flatMap(stepReferencesIn)
  return "kind" in data && data.kind === "reference" ? [data as ReferenceExpression, ...inside] : inside // by its kind
}
