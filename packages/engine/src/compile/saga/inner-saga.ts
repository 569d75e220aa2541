import type { SagaNode } from "@stepwright/dsl"

import { dispatch } from "../flow/dispatch.ts"
import type { Way } from "../flow/draft.ts"
import { carriers } from "../flow/evaluate.ts"
import { addState, expression, type Place } from "../flow/place.ts"
import { variableName } from "../flow/unique-names.ts"
import { lead, type SagaFrame } from "./compensate.ts"
import { raisedError } from "./final-failure.ts"
import { Saga } from "./saga.ts"

/**
 * A saga of the workflow's own level whose failure an attempt handles: what undoes it is its own. Once that is done it is
 * forgotten, so that the outer saga does not undo it again, and the handlers get the error.
 */
export class InnerSaga {
  readonly saga: Saga
  /** The ways to its first step. */
  readonly ways: readonly Way[]
  readonly #place: Place
  readonly #frame: SagaFrame
  readonly #name: string
  /** The variable that holds how many steps were not compensated when it began. */
  readonly #before: string

  constructor(place: Place, { name, at }: SagaNode, frame: SagaFrame, ways: readonly Way[]) {
    const { plan, level, saga } = place
    this.saga = new Saga(level, "inner", saga)
    this.ways = carriers(place, ways, () => true, { name: `${name} start`, at })
    this.#place = place
    this.#frame = frame
    this.#name = name
    this.#before = plan.variableNames.take(variableName(`${name} uncompensated`))
    for (const way of this.ways)
      way.assign[this.#before] = way === frame.start ? 0 : expression(`$count($${frame.variables.uncompensated})`)
  }

  /** Leads every failure to what undoes it, and on to the handlers. To be called once the body is lowered. */
  compensate(): void {
    const { variables } = this.#frame
    const raised = raisedError(variables, `$count($${variables.uncompensated}) > $${this.#before}`)
    lead(this.#place, this.saga, this.#frame, {
      settled: (step, way) => {
        const undo = this.saga.undos[step]
        if (undo?.status !== undefined) way.assign[undo.status] = null
        if (undo?.kind === "journal") way.assign[undo.journal.variable] = []
      },
      end: () => {
        const name = this.#name
        const draft = addState(this.#place, [], "Pass", { name: `${name} compensated`, role: "saga", step: name })
        dispatch(this.#place, [draft.way("next")], { step: name, error: raised })
        return draft.name
      },
    })
  }
}
