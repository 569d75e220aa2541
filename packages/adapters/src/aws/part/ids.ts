import { idPart } from "../names.ts"

/** The logical ids of what belongs to a task. */
export function taskIds(
  task: string,
): Readonly<Record<"function" | "role" | "logs" | "version" | "errors" | "throttles", string>> {
  const id = `${idPart(task)}Function`
  return {
    function: id,
    role: `${id}Role`,
    logs: `${id}Logs`,
    version: `${id}Version`,
    errors: `${id}ErrorsAlarm`,
    throttles: `${id}ThrottlesAlarm`,
  }
}

/** The logical ids of what belongs to a workflow. */
export function workflowIds(
  workflow: string,
): Readonly<
  Record<"stateMachine" | "role" | "own" | "logs" | "version" | "alias" | "failed" | "timedOut" | "throttled", string>
> {
  const id = `${idPart(workflow)}StateMachine`
  return {
    stateMachine: id,
    role: `${id}Role`,
    own: `${id}MapPolicy`,
    logs: `${id}Logs`,
    version: `${id}Version`,
    alias: `${id}Alias`,
    failed: `${id}FailedAlarm`,
    timedOut: `${id}TimedOutAlarm`,
    throttled: `${id}ThrottledAlarm`,
  }
}

export const deadLetterQueueId = "DeadLetterQueue"
export const alarmTopicId = "AlarmTopic"
