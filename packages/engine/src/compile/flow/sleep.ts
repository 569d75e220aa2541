import type { Expression, SleepNode } from "@stepwright/dsl"

import { quotas } from "../../asl/quotas.ts"
import { lowerExpression } from "../expression/index.ts"
import type { Way } from "./draft.ts"
import { evaluation } from "./evaluate.ts"
import { addState, catchingAt, expression, hasDeadline, type Place, positionAfter } from "./place.ts"
import { onWay, type Position, read, resolver } from "./read.ts"

/** Waits: for seconds or until an instant, and no longer than a saga's deadline. */
export function lowerSleep(place: Place, node: SleepNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { name, at } = node
  const field = "seconds" in node.for ? "Seconds" : "Timestamp"
  const given = "seconds" in node.for ? node.for.seconds : node.for.until
  checkSeconds(place, node)
  const time = "seconds" in node.for ? secondsAt : instantAt
  const written = time(place, given, positionAfter(place, ways))
  let value = written.value
  let from = ways
  if (!written.total && catchingAt(place) !== undefined) {
    const evaluated = evaluation(place, ways, { name: `${name} time`, at })
    const variable = plan.variableNames.take("time")
    evaluated.assign[variable] = time(place, given, onWay(level, evaluated)).value
    value = expression(`$${variable}`)
    from = [evaluated]
  }
  const draft = addState(place, from, "Wait", { name, role: "step", step: name, at, fields: { [field]: value } })
  return [draft.way("next")]
}

function checkSeconds({ plan, express }: Place, node: SleepNode): void {
  if (!("seconds" in node.for) || node.for.seconds.kind !== "literal") return
  const { value } = node.for.seconds
  if (!Number.isInteger(value) || Number(value) < 0)
    plan.report("DURATION_NOT_WHOLE", `'${node.name}' sleeps ${JSON.stringify(value)} seconds.`, node.at)
  else if (express && Number(value) > quotas.expressDuration.aws)
    plan.report("EXPRESS_TIMEOUT", `'${node.name}' sleeps ${JSON.stringify(value)} seconds.`, node.at)
}

interface Time {
  readonly value: string | number
  readonly total: boolean
}

function secondsAt(place: Place, given: Expression, position: Position): Time {
  const { text, total } = lowerExpression(given, resolver(place.plan, position))
  const literal = given.kind === "literal" ? Number(given.value) : undefined
  if (!hasDeadline(place)) {
    if (literal !== undefined) return { value: literal, total: true }
    return { value: expression(`$max([0, $ceil(${text})])`), total }
  }
  const remaining = `$ceil((${read(place.plan, position, "deadline")} - $millis()) / 1000)`
  const asked = literal ?? `$ceil(${text})`
  return { value: expression(`$max([0, $min([${asked}, ${remaining}])])`), total }
}

function instantAt(place: Place, given: Expression, position: Position): Time {
  const literal =
    given.kind === "literal" && typeof given.value === "string" && !Number.isNaN(Date.parse(given.value))
      ? given.value
      : undefined
  const { text } = lowerExpression(given, resolver(place.plan, position))
  const total = literal !== undefined
  if (!hasDeadline(place)) return { value: literal ?? expression(`$fromMillis($toMillis(${text}))`), total }
  const deadline = read(place.plan, position, "deadline")
  return { value: expression(`$fromMillis($min([$toMillis(${text}), ${deadline}]))`), total }
}
