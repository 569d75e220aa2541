import { stateMachine, type StateMachine } from "@stepwright/engine"

type Fields = Readonly<Record<string, unknown>>

/** A Task state that invokes a function with its input and gives on what it answers. */
export function invoke(name: string, fields: Fields = {}): Fields {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
    Output: "{% $states.result.Payload %}",
    ...fields,
  }
}

/** A Task state that hands its token to a service and waits for the answer. */
export function ask(fields: Fields = {}): Fields {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments: { QueueUrl: "q", MessageBody: "{% $states.context.Task.Token %}" },
    ...fields,
  }
}

/** A machine of states that follow each other. */
export function sequence(name: string, states: Readonly<Record<string, Fields>>, fields: Fields = {}): StateMachine {
  const names = Object.keys(states)
  const linked = names.map((state, index) => {
    const next = names[index + 1]
    return [state, { ...states[state], ...(next === undefined ? { End: true } : { Next: next }) }]
  })
  return stateMachine(name, {
    QueryLanguage: "JSONata",
    StartAt: names[0],
    States: Object.fromEntries(linked),
    ...fields,
  })
}
