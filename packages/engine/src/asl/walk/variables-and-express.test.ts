import type { JsonObject } from "../json.ts"
import { machine, pass, task, testCases } from "../parse-case.fixture.ts"

const distributed = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  ...machine({ B: pass }),
}

/** Names all that the calls below must. */
const named = {
  FunctionName: "f",
  JobName: "j",
  TaskDefinition: "t",
  StateMachineArn: "m",
  QueueUrl: "q",
  MessageBody: "b",
}

function map(fields: JsonObject): JsonObject {
  return machine({ A: { Type: "Map", ItemProcessor: distributed, End: true, ...fields } })
}

testCases([
  [
    "names of variables",
    machine({ A: { ...pass, Assign: { "a.b": 1, states: 2, "1a": 3, ["v".repeat(81)]: 4, "ok.$": "$", ünï_1: 5 } } }),
    [
      "INVALID_VARIABLE_NAME /States/A/Assign/a.b: Invalid variable name 'a.b': the variable name contains invalid characters.",
      "RESERVED_VARIABLE_NAME /States/A/Assign/states: Cannot assign to reserved variable '$states'.",
      "INVALID_VARIABLE_NAME /States/A/Assign/1a: Invalid variable name '1a': the variable name contains invalid characters.",
      `INVALID_VARIABLE_NAME /States/A/Assign/${"v".repeat(81)}: Invalid variable name '${"v".repeat(81)}': the variable name exceeds the 80-character limit allowed by the service.`,
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
    "patterns that a service does not have (AWS, measured)",
    machine({
      A: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke.sync", Parameters: named, Next: "B" },
      B: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:glue:startJobRun.sync", Parameters: named, Next: "C" },
      C: { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun.waitForTaskToken", Parameters: named, Next: "D" },
      D: { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync:2", Parameters: named, Next: "E" },
      E: { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun.sync", Parameters: named, Next: "F" },
      F: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
        Parameters: named,
        Next: "G",
      },
      G: { Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2", Parameters: named, End: true },
    }),
    [
      "/States/A/Resource: The resource provided arn:aws:states:::lambda:invoke.sync is not recognized",
      "/States/B/Resource: The resource provided arn:aws:states:::aws-sdk:glue:startJobRun.sync is not recognized",
      "/States/C/Resource: The resource provided arn:aws:states:::glue:startJobRun.waitForTaskToken is not recognized",
      "/States/D/Resource: The resource provided arn:aws:states:::ecs:runTask.sync:2 is not recognized",
    ],
  ],
  [
    "calls that name too little (AWS, measured; recorded executions named less)",
    machine({
      A: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { "QueueUrl.$": "$.q" }, Next: "B" },
      B: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "C" },
      C: {
        ...pass,
        Type: "Task",
        QueryLanguage: "JSONata",
        Resource: "arn:aws:states:::aws-sdk:s3:listBuckets",
        Arguments: {},
      },
    }),
    [
      "warning: SUSPICIOUS_VALUE /States/A/Parameters: The field 'MessageBody' is required but was missing",
      "warning: SUSPICIOUS_VALUE /States/B: Parameters field is required for resource ARN: arn:aws:states:::lambda:invoke",
    ],
  ],
  [
    "a job in an Express workflow",
    task({ Resource: "arn:aws:states:::states:startExecution.sync:2", Parameters: named }),
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
        ...machine({
          B: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            Parameters: named,
            End: true,
          },
        }),
      },
    }),
    [
      "/States/A/ItemProcessor/States/B/Resource: Express state machine does not support '.waitForTaskToken' service integration ",
    ],
  ],
])
