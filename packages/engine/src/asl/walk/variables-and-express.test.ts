import type { JsonObject } from "../json.ts"
import { machine, pass, task, testCases } from "../parse-case.fixture.ts"

const distributed = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  ...machine({ B: pass }),
}

function map(fields: JsonObject): JsonObject {
  return machine({ A: { Type: "Map", ItemProcessor: distributed, End: true, ...fields } })
}

testCases([
  [
    "names of variables",
    machine({ A: { ...pass, Assign: { "a.b": 1, states: 2, "1a": 3, ["v".repeat(81)]: 4, "ok.$": "$", ünï_1: 5 } } }),
    [
      "/States/A/Assign/a.b: The variable name 'a.b' is not a Unicode identifier",
      "/States/A/Assign/states: The variable name 'states' is reserved",
      "/States/A/Assign/1a: The variable name '1a' is not a Unicode identifier",
      `/States/A/Assign/${"v".repeat(81)}: The variable name exceeds the 80-character limit allowed by the service`,
    ],
  ],
  [
    "an outer variable assigned inside",
    machine({
      A: { Type: "Pass", Assign: { x: 1 }, Next: "B" },
      B: {
        Type: "Parallel",
        Branches: [
          machine({ C: { ...pass, Assign: { "x.$": "$", y: 1 } } }),
          machine({ D: { ...pass, Assign: { y: 1 } } }),
        ],
        End: true,
      },
    }),
    [
      "/States/B/Branches[0]/States/C/Assign/x.$: The variable 'x' belongs to an outer scope and cannot be assigned here",
    ],
  ],
  [
    "an outer variable assigned in a distributed Map",
    machine({
      A: { Type: "Pass", Assign: { x: 1 }, Next: "M" },
      M: {
        Type: "Map",
        ItemProcessor: { ...distributed, ...machine({ B: { ...pass, Assign: { x: 1 } } }) },
        End: true,
      },
    }),
    [],
  ],
  [
    "an activity in an Express workflow",
    task({ Resource: "arn:aws:states:eu-west-1:1:activity:a" }),
    ["/States/A/Resource: Express state machine does not support Activity ARN"],
    { type: "EXPRESS" },
  ],
  [
    "a job in an Express workflow",
    task({ Resource: "arn:aws:states:::states:startExecution.sync:2" }),
    ["/States/A/Resource: Express state machine does not support '.sync' service integration "],
    { type: "EXPRESS" },
  ],
  [
    "a distributed Map in an Express workflow",
    map({}),
    [
      "/States/A/ItemProcessor/ProcessorConfig/Mode: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
    ],
    { type: "EXPRESS" },
  ],
  [
    "a callback in an Express child",
    map({
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        ...machine({ B: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", End: true } }),
      },
    }),
    [
      "/States/A/ItemProcessor/States/B/Resource: Express state machine does not support '.waitForTaskToken' service integration ",
    ],
  ],
])
