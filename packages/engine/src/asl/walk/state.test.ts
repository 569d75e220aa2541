import { jsonata, machine, pass, task, testCases } from "../parse-case.fixture.ts"

testCases([
  ["no type", machine({ A: { End: true } }), ["/States/A: These fields are required: [Type]"]],
  [
    "an unknown type",
    machine({ A: { Type: "Tsak", End: true } }),
    [
      "/States/A/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] (Task?)",
    ],
  ],
  [
    "no state",
    machine({ A: 1, B: pass }),
    ["/States/A: Expected value of type [OBJECT]", 'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.'],
  ],
  [
    "fields of other kinds",
    machine({ A: { ...pass, TimeoutSeconds: 1, Catch: [], Retry: [], Resource: "x" } }),
    [
      "/States/A: Field 'TimeoutSeconds' is not supported",
      "/States/A: Field 'Catch' is not supported",
      "/States/A: Field 'Retry' is not supported",
      "/States/A: Field 'Resource' is not supported",
    ],
  ],
  [
    "a Task without a resource",
    machine({ A: { Type: "Task", End: true } }),
    ["/States/A: These fields are required: [Resource]"],
  ],
  [
    "a resource that is no ARN",
    task({ Resource: "charge" }),
    ["warning: INVALID_RESOURCE /States/A/Resource: Value is not a valid resource ARN"],
  ],
  ["a placeholder as a resource", task({ Resource: "${Charge}" }), []],
  [
    "an expression as a resource",
    jsonata({ Type: "Task", Resource: "{% $x %}" }),
    ["/States/A/Resource: Value is not a valid resource ARN"],
  ],
  [
    "credentials without a role",
    task({ Credentials: { Role: "x" } }),
    ["/States/A/Credentials: The field 'RoleArn' is required but was missing"],
  ],
  ["a role by path", task({ Credentials: { "RoleArn.$": "$.role" } }), []],
  [
    "credentials of an activity",
    task({ Resource: "arn:aws:states:eu-west-1:1:activity:a", Credentials: { RoleArn: "x" } }),
    ["/States/A/Credentials: The field 'Credentials' is not supported for activities"],
  ],
  [
    "timeouts out of bounds",
    task({ TimeoutSeconds: 0, HeartbeatSeconds: 100_000_000 }),
    [
      "/States/A/TimeoutSeconds: Minimum value is 1",
      "/States/A/HeartbeatSeconds: Maximum value is 99999999",
      "/States/A: 'HeartbeatSeconds' cannot be greater than 'TimeoutSeconds'",
    ],
  ],
  [
    "a timeout twice",
    task({ TimeoutSeconds: 1, TimeoutSecondsPath: "$.t" }),
    ["/States/A: There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]"],
  ],
  [
    "a fraction of a second",
    task({ TimeoutSeconds: 1.5 }),
    ["/States/A/TimeoutSeconds: Expected value of type Integer"],
  ],
  [
    "an expression in a JSONPath state",
    task({ TimeoutSeconds: "{% 1 %}" }),
    ["/States/A/TimeoutSeconds: Expected value of type Integer"],
  ],
  ["an expression in a JSONata state", jsonata({ Type: "Task", Resource: "arn:x", TimeoutSeconds: "{% 1 %}" }), []],
  [
    "paths of the wrong type",
    machine({ A: { ...pass, InputPath: 1, ResultPath: [], OutputPath: null } }),
    ["/States/A/InputPath: Expected value of type [STRING]", "/States/A/ResultPath: Expected value of type [STRING]"],
  ],
  [
    "parameters that are no object",
    task({ Parameters: "$.a" }),
    ["/States/A/Parameters: Expected value of type [OBJECT]"],
  ],
  [
    "a dynamic member that is no text",
    task({ Parameters: { a: [{ "b.$": 1 }] } }),
    [
      "/States/A/Parameters/a[0]: The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
    ],
  ],
  [
    "a path that is not evaluated",
    task({ Parameters: { a: "$.b", c: "States.UUID()", d: "$5" } }),
    [
      "warning: NO_DOLLAR /States/A/Parameters/a: The value looks like a path or an intrinsic function, but the field's name does not end with '.$' (a.$?)",
      "warning: NO_DOLLAR /States/A/Parameters/c: The value looks like a path or an intrinsic function, but the field's name does not end with '.$' (c.$?)",
    ],
  ],
  [
    "a path in a Result",
    machine({ A: { ...pass, Result: { "a.$": "$.b" } } }),
    [
      "warning: PASS_RESULT_IS_STATIC /States/A/Result: The Result of a Pass state is static: paths in it are not evaluated; use Parameters",
    ],
  ],
  [
    "a path in an Error",
    machine({ A: { Type: "Fail", Error: "$.error", CausePath: "$.cause" } }),
    [
      "warning: NO_PATH /States/A/Error: The value looks like a path, but the field's name does not end with 'Path' (ErrorPath?)",
    ],
  ],
  [
    "an error twice",
    machine({ A: { Type: "Fail", Error: "x", ErrorPath: "$.x" } }),
    ["/States/A: There should only be one of the following fields: [Error, ErrorPath]"],
  ],
  [
    "fields of JSONPath in a JSONata state",
    jsonata({ Type: "Pass", Parameters: {}, ResultPath: "$" }),
    [
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage",
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage",
    ],
  ],
  [
    "fields of JSONata in a JSONPath state",
    machine({ A: { ...pass, Output: {} } }),
    [
      "/States/A: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    ],
  ],
  [
    "a JSONata state in a JSONPath machine",
    machine({ A: { ...pass, QueryLanguage: "JSONata", Output: "{% 1 %}" } }),
    [],
  ],
  [
    "a JSONPath state in a JSONata machine",
    jsonata({ Type: "Pass", QueryLanguage: "JSONPath", Output: 1 }),
    ["/States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"],
  ],
  [
    "an unknown language",
    machine({ A: { ...pass, QueryLanguage: "jsonata", Output: 1 } }),
    ["/States/A/QueryLanguage: Value should be one of the following: [JSONPath, JSONata] (JSONata?)"],
  ],
  [
    "a language of the wrong type",
    machine({ A: pass }, { QueryLanguage: 1 }),
    ["/QueryLanguage: Expected value of type [STRING]"],
  ],
  [
    "a language of a branch",
    machine({ A: { Type: "Parallel", Branches: [machine({ B: pass }, { QueryLanguage: "JSONata" })], End: true } }),
    ["/States/A/Branches[0]: Field 'QueryLanguage' is not supported"],
  ],
  [
    "the machine's language inside a JSONata Map",
    machine({
      A: {
        Type: "Map",
        QueryLanguage: "JSONata",
        ItemProcessor: machine({ B: { ...pass, Parameters: {} } }),
        End: true,
      },
    }),
    [],
  ],
  [
    "half an expression",
    jsonata({ Type: "Pass", Output: ["{% 1", "{%}", "a {% b %}", "%}"] }),
    [
      "/States/A/Output[0]: JSONata string must start with {% and end with %}",
      "/States/A/Output[1]: JSONata string must start with {% and end with %}",
      "warning: SUSPICIOUS_VALUE /States/A/Output[2]: The text holds '{% … %}', but is no expression: one must start with '{%' and end with '%}'",
    ],
  ],
  [
    "a dynamic member in a JSONata state",
    jsonata({ Type: "Pass", Output: { "a.$": "$.b" } }),
    ["warning: SUSPICIOUS_VALUE /States/A/Output/a.$: '.$' has no meaning in a JSONata state (a?)"],
  ],
])
