import { expression } from "../flow/place.ts"
import type { Report, SagaVariables } from "./undoing.ts"

/** Notes in the workflow's variables. */
export function workflowReport({ compensated, uncompensated }: SagaVariables): Report {
  const [done, failed] = [`$${compensated}`, `$${uncompensated}`]
  return {
    undone(next, label) {
      next.assign[compensated] = expression(`$append(${done}, [${label}])`)
    },
    failed(way, label, name, error) {
      way.assign[uncompensated] = expression(`$append(${failed}, [${entry(label, name)}])`)
      way.output = { error: expression(error) }
    },
    lettered: () => undefined,
    gathered(next, lists, error) {
      next.assign[compensated] = expression(`$append(${done}, ${lists}.compensated)`)
      next.assign[uncompensated] = expression(`$append(${failed}, ${lists}.uncompensated)`)
      if (error !== undefined) next.output = { error: expression(error) }
    },
  }
}

/** Notes in what each state hands on: a branch cannot assign the workflow's variables. */
export const branchReport: Report = {
  undone(next, label) {
    next.output = notes({ done: `$append(${given.done}, [${label}])` })
  },
  failed(way, label, name, error) {
    way.output = notes({ failed: `$append(${given.failed}, [${entry(label, name)}])`, more: `, 'error': ${error}` })
  },
  lettered(way) {
    way.output = notes({})
  },
  gathered(next, lists, error) {
    next.output = notes({
      done: `$append(${given.done}, ${lists}.compensated)`,
      failed: `$append(${given.failed}, ${lists}.uncompensated)`,
      ...(error === undefined ? {} : { more: `, 'error': ${error}` }),
    })
  },
}

const given = { done: "$states.input.compensated", failed: "$states.input.uncompensated" }

function notes({
  done = given.done,
  failed = given.failed,
  more = "",
}: {
  readonly done?: string
  readonly failed?: string
  readonly more?: string
}): string {
  return expression(`{'compensated': ${done}, 'uncompensated': ${failed}${more}}`)
}

function entry(label: string, name: string): string {
  return `{'step': ${label}, 'error': ${name}}`
}
