import { quote } from "../expression/quote.ts"
import { addState, expression } from "../flow/place.ts"
import { inState, read } from "../flow/read.ts"
import type { Undoing } from "./undoing.ts"

/** What a dead letter tells. */
export interface Letter {
  readonly name: string
  /** JSONata of what the step is called in reports. */
  readonly label: string
  /** JSONata of the key that the step did its work under. */
  readonly key: string
  /** What should have undone it: a task, a workflow, an event, a service. */
  readonly target: string
  readonly onward: () => string
}

/**
 * Hands a compensation that failed for good to people: a message on the dead-letter queue, which names the execution,
 * the step, the key that it did its work under, what should have undone it, and the error. Whether or not it can be
 * sent, the rest is undone.
 */
export function deadLetterState({ place, report }: Undoing, { name, label, key, target, onward }: Letter): string {
  const queue = place.plan.placeholder("deadLetterQueue", "Dead letters", { kind: "deadLetterQueue" })
  const execution = read(place.plan, inState(place.level, false), "execution:id")
  const body = `{'v': 1, 'execution': ${execution}, 'step': ${label}, 'key': ${key}, 'compensation': ${quote(target)}, 'error': $states.input.error}`
  const draft = addState(place, [], "Task", {
    name: `Dead letter ${name}`,
    role: "deadLetter",
    step: name,
    fields: {
      Resource: "arn:aws:states:::sqs:sendMessage",
      Arguments: { QueueUrl: `\${${queue}}`, MessageBody: expression(body) },
      TimeoutSeconds: 60,
      Retry: [
        { ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 0 },
        {
          ErrorEquals: ["States.ALL"],
          IntervalSeconds: 1,
          MaxAttempts: 5,
          BackoffRate: 2,
          MaxDelaySeconds: 30,
          JitterStrategy: "FULL",
        },
      ],
    },
  })
  const next = onward()
  const caught = ["States.DataLimitExceeded", "States.ALL"].map((error) => draft.way("catch", { ErrorEquals: [error] }))
  for (const way of [draft.way("next"), ...caught]) {
    way.next = next
    report.lettered(way)
  }
  return draft.name
}
