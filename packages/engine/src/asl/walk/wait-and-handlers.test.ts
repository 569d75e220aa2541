import { machine, task, testCases } from "../parse-case.fixture.ts"

testCases([
  [
    "no time",
    machine({ A: { Type: "Wait", End: true } }),
    [
      "/States/A: This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]",
    ],
  ],
  [
    "two times",
    machine({ A: { Type: "Wait", Seconds: 1, TimestampPath: "$.t", End: true } }),
    ["/States/A: There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]"],
  ],
  ["no second of time", machine({ A: { Type: "Wait", Seconds: 0, End: true } }), []],
  [
    "negative seconds",
    machine({ A: { Type: "Wait", Seconds: -1, End: true } }),
    ["/States/A/Seconds: Minimum value is 0"],
  ],
  [
    "a day that does not exist",
    machine({ A: { Type: "Wait", Timestamp: "2023-02-29T00:00:00Z", End: true } }),
    ["/States/A/Timestamp: String does not match RFC3339 timestamp"],
  ],
  [
    "handlers that lack fields",
    task({ Retry: [{}], Catch: [{ ErrorEquals: [] }] }),
    [
      "/States/A/Retry[0]: These fields are required: [ErrorEquals]",
      "/States/A/Catch[0]/ErrorEquals: Value cannot be empty",
      "/States/A/Catch[0]: These fields are required: [Next]",
    ],
  ],
  [
    "retriers out of bounds",
    task({
      Retry: [
        {
          ErrorEquals: ["a"],
          IntervalSeconds: -1,
          MaxAttempts: -1,
          BackoffRate: 0.5,
          MaxDelaySeconds: 0,
          JitterStrategy: "HALF",
          Jitter: 1,
        },
      ],
    }),
    [
      "/States/A/Retry[0]/IntervalSeconds: Minimum value is 0",
      "/States/A/Retry[0]/MaxAttempts: Minimum value is 0",
      "/States/A/Retry[0]/BackoffRate: Minimum value is 1.0",
      "/States/A/Retry[0]/MaxDelaySeconds: Minimum value is 1",
      "/States/A/Retry[0]/JitterStrategy: Value should be one of the following: [NONE, FULL]",
      "/States/A/Retry[0]: Field 'Jitter' is not supported",
    ],
  ],
  [
    "States.ALL with others and not last",
    task({ Retry: [{ ErrorEquals: ["States.ALL", "a"] }, { ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["b"] }] }),
    [
      "/States/A/Retry[0]/ErrorEquals: States.ALL must appear alone and at end of list",
      "/States/A/Retry[1]/ErrorEquals: States.ALL must appear alone and at end of list",
    ],
  ],
  [
    "errors that nothing raises",
    task({ Retry: [{ ErrorEquals: ["States.TaskFaild", "States.Http.StatusCode.404", "Custom"] }] }),
    [
      "warning: UNKNOWN_ERROR_NAME /States/A/Retry[0]/ErrorEquals[0]: Step Functions raises no error named 'States.TaskFaild' (States.TaskFailed?)",
    ],
  ],
  [
    "no list of handlers",
    task({ Retry: {}, Catch: [1] }),
    ["/States/A/Retry: Expected value of type [ARRAY]", "/States/A/Catch[0]: Expected value of type [OBJECT]"],
  ],
])
