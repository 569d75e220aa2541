import type { JsonObject } from "../asl/json.ts"

const distributed: JsonObject = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  StartAt: "Child",
  States: { Child: { Type: "Pass", Assign: { x: 1 }, End: true } },
}

const jsonPath: JsonObject = {
  Comment: "every kind of state in JSONPath",
  StartAt: "A",
  Version: "1.0",
  TimeoutSeconds: 600,
  States: {
    A: { Type: "Pass", Result: { a: 1 }, ResultPath: "$.a", Assign: { "x.$": "$.a", y: 2 }, Next: "B" },
    B: {
      Type: "Choice",
      InputPath: "$",
      Choices: [
        { Variable: "$.a", NumericGreaterThan: 1, Next: "C", Assign: { "z.$": "$x" } },
        {
          And: [{ Variable: "$.b", IsPresent: true }, { Not: { Variable: "$.b", StringEqualsPath: "$.c" } }],
          Next: "D",
        },
        { Or: [{ Variable: "$$.Execution.Name", StringMatches: "a*" }], Next: "E" },
        { Variable: "$.t", TimestampLessThan: "2030-01-01T00:00:00Z", Next: "F" },
      ],
      Default: "G",
    },
    C: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: {
        FunctionName: "f",
        "Payload.$": "States.Format('{} {}', $.a, $x)",
        list: [{ "b.$": "$$.Task.Token" }],
      },
      Credentials: { "RoleArn.$": "$.role" },
      ResultSelector: { "a.$": "$.Payload" },
      ResultPath: "$.result",
      OutputPath: "$.result",
      TimeoutSeconds: 60,
      HeartbeatSecondsPath: "$.beat",
      Retry: [
        {
          ErrorEquals: ["Custom"],
          IntervalSeconds: 1,
          MaxAttempts: 2,
          BackoffRate: 1.5,
          MaxDelaySeconds: 9,
          JitterStrategy: "FULL",
        },
        { ErrorEquals: ["States.ALL"], MaxAttempts: 0 },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "G" }],
      Next: "D",
    },
    D: { Type: "Wait", SecondsPath: "$.seconds", OutputPath: null, Next: "E" },
    E: {
      Type: "Parallel",
      Branches: [
        { StartAt: "E1", States: { E1: { Type: "Wait", Timestamp: "2016-03-14T01:59:00.5+02:00", End: true } } },
        { StartAt: "E2", States: { E2: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $x %}", End: true } } },
      ],
      ResultSelector: { "both.$": "$[*].a" },
      Next: "F",
    },
    F: {
      Type: "Map",
      ItemsPath: "$.items",
      ItemSelector: { "value.$": "$$.Map.Item.Value" },
      MaxConcurrencyPath: "$.concurrency",
      ItemProcessor: { StartAt: "F1", States: { F1: { Type: "Succeed" } } },
      Next: "H",
    },
    G: { Type: "Fail", ErrorPath: "States.Format('{}', $.e)", CausePath: "$.cause" },
    H: {
      Type: "Map",
      Label: "label",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["a"], MaxItemsPath: "$.max" },
        Parameters: { Bucket: "b", "Key.$": "$.key" },
      },
      ItemBatcher: { MaxItemsPerBatch: 10, BatchInput: { "a.$": "$.a" } },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b", Prefix: "p" } },
      ToleratedFailureCountPath: "$.tolerated",
      ToleratedFailurePercentage: 5,
      Iterator: distributed,
      End: true,
    },
  },
}

const jsonata: JsonObject = {
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: {
    A: {
      Type: "Pass",
      Output: { a: "{% $states.input.a %}", list: [1, "{% 2 %}"] },
      Assign: { x: "{% $states.input %}" },
      Next: "B",
    },
    B: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $x.a > 1 and $exists($x.b[c = 1]) %}", Output: "{% $x %}", Assign: { y: 1 }, Next: "C" },
        { Condition: true, Next: "D" },
      ],
      Assign: { y: 2 },
      Default: "E",
    },
    C: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: "q", MessageBody: { token: "{% $states.context.Task.Token %}" } },
      TimeoutSeconds: "{% $max([1, $floor($x.left)]) %}",
      HeartbeatSeconds: 5,
      Credentials: { RoleArn: "{% $x.role %}" },
      Output: "{% $states.result %}",
      Assign: { result: "{% $states.result.a %}" },
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          Output: "{% $states.errorOutput %}",
          Assign: { e: "{% $states.errorOutput.Cause %}" },
          Next: "F",
        },
      ],
      Next: "D",
    },
    D: { Type: "Wait", Seconds: "{% $x.seconds %}", Next: "E" },
    E: {
      Type: "Parallel",
      Arguments: "{% $states.input %}",
      Branches: [
        { StartAt: "E1", States: { E1: { Type: "Wait", Timestamp: "{% $now() %}", Assign: { inner: 1 }, End: true } } },
      ],
      Output: "{% [$states.result] %}",
      Next: "G",
    },
    F: { Type: "Fail", Error: "{% $e.Error %}", Cause: "{% $string($e) %}" },
    G: {
      Type: "Map",
      Items: "{% [$x.items] %}",
      ItemSelector: { item: "{% $states.context.Map.Item.Value %}", map: "{% $map([1], function($v) { $v + 1 }) %}" },
      MaxConcurrency: "{% $x.n %}",
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "G1",
        States: { G1: { Type: "Succeed", Output: "{% 1 %}" } },
      },
      Next: "H",
    },
    H: {
      Type: "Map",
      Items: [1, "{% 2 %}"],
      ItemReader: {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        ReaderConfig: { MaxItems: "{% $x.max %}" },
        Arguments: { Bucket: "b", Prefix: "{% $x.prefix %}" },
      },
      ItemBatcher: { MaxItemsPerBatch: "{% 3 %}", MaxInputBytesPerBatch: 1000, BatchInput: "{% $x %}" },
      ResultWriter: { WriterConfig: { Transformation: "COMPACT", OutputType: "JSON" } },
      ToleratedFailureCount: "{% 1 %}",
      ToleratedFailurePercentage: "{% 1 %}",
      ItemProcessor: distributed,
      End: true,
    },
  },
}

const mixed: JsonObject = {
  StartAt: "M",
  States: {
    M: {
      Type: "Map",
      QueryLanguage: "JSONata",
      Items: { a: 1 },
      ItemProcessor: { StartAt: "N", States: { N: { Type: "Pass", Parameters: { "a.$": "$.b" }, End: true } } },
      Next: "O",
    },
    O: { Type: "Succeed", QueryLanguage: "JSONata", Output: "{% $states.input %}" },
  },
}

/** Definitions that have between them every kind of state and nearly every field, for tests to start from. */
export const validDefinitions: readonly JsonObject[] = [jsonPath, jsonata, mixed]
