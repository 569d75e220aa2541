/** Definitions that tests of clients create. */

export const roleArn = "arn:aws:iam::111111111111:role/test"

/** Hands its input on. */
export const pass = machineOf({ A: { Type: "Pass", End: true } })

/** Waits for an answer by token; a handler of `sqs:sendMessage` is given it. */
export const callback = machineOf({
  A: {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Parameters: { QueueUrl: "queue", "MessageBody.$": "$$.Task.Token" },
    End: true,
  },
})

export const failing = machineOf({ A: { Type: "Fail", Error: "Broken", Cause: "on purpose" } })

export const waiting = machineOf({ A: { Type: "Wait", Seconds: 3600, Next: "B" }, B: { Type: "Succeed" } })

/** Calls an activity of the tests' account. */
export function activity(name: string): string {
  return machineOf({
    A: { Type: "Task", Resource: `arn:aws:states:us-east-1:111111111111:activity:${name}`, End: true },
  })
}

/** Runs a child execution for each item of its input; an item `-1` fails. */
export const distributed = machineOf({
  Each: {
    Type: "Map",
    Label: "each",
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "One",
      States: {
        One: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: -1, Next: "No" }], Default: "Yes" },
        No: { Type: "Fail", Error: "Negative" },
        Yes: { Type: "Succeed" },
      },
    },
    End: true,
  },
})

/** Runs a child execution for every two items of its input. */
export const batched = machineOf({
  Each: {
    Type: "Map",
    Label: "each",
    ItemBatcher: { MaxItemsPerBatch: 2 },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "One",
      States: { One: { Type: "Succeed" } },
    },
    End: true,
  },
})

/** Runs children that wait for an hour, one at a time. */
export const slow = machineOf({
  Each: {
    Type: "Map",
    Label: "each",
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "One",
      States: { One: { Type: "Wait", Seconds: 3600, End: true } },
    },
    End: true,
  },
})

/** A definition's text; it starts at its first state. */
export function machineOf(states: object): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states })
}
