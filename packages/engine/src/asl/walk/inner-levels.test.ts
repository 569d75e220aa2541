import type { JsonObject } from "../json.ts"
import { jsonata, machine, pass, testCases } from "../parse-case.fixture.ts"

const distributed = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  ...machine({ B: pass }),
}

function map(fields: JsonObject): JsonObject {
  return machine({ A: { Type: "Map", ItemProcessor: distributed, End: true, ...fields } })
}

testCases([
  [
    "no branches",
    machine({ A: { Type: "Parallel", End: true } }),
    ["/States/A: These fields are required: [Branches]"],
  ],
  [
    "empty branches",
    machine({ A: { Type: "Parallel", Branches: [], End: true } }),
    ["/States/A/Branches: Value cannot be empty"],
  ],
  [
    "branches that are none",
    machine({ A: { Type: "Parallel", Branches: [1, {}], End: true } }),
    [
      "/States/A/Branches[0]: Expected value of type [OBJECT]",
      "/States/A/Branches[1]: These fields are required: [StartAt, States]",
    ],
  ],
  [
    "a target outside the branch",
    machine({ A: { Type: "Parallel", Branches: [machine({ C: { Type: "Pass", Next: "B" } })], Next: "B" }, B: pass }),
    ["MISSING_TRANSITION_TARGET /States/A/Branches[0]/States/C/Next: Missing 'Next' target: B"],
  ],
  [
    "a Map without a processor",
    machine({ A: { Type: "Map", End: true } }),
    ["/States/A: This object should have only one of the following fields: [ItemProcessor, Iterator]"],
  ],
  [
    "a Map with two",
    map({ Iterator: machine({ C: pass }) }),
    ["/States/A: There should only be one of the following fields: [ItemProcessor, Iterator]"],
  ],
  [
    "a processor of no object",
    map({ ItemProcessor: [] }),
    ["/States/A/ItemProcessor: Expected value of type [OBJECT]"],
  ],
  [
    "a distributed processor without a type",
    map({ ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, ...machine({ B: pass }) } }),
    ["/States/A/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]"],
  ],
  [
    "an inline processor with a type",
    map({ ItemProcessor: { ProcessorConfig: { Mode: "INLINE", ExecutionType: "STANDARD" }, ...machine({ B: pass }) } }),
    ["/States/A/ItemProcessor/ProcessorConfig: Field 'ExecutionType' is not supported"],
  ],
  [
    "an unknown mode",
    map({ ItemProcessor: { ProcessorConfig: { Mode: "INLIN" }, ...machine({ B: pass }) } }),
    [
      "/States/A/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: [INLINE, DISTRIBUTED] (INLINE?)",
    ],
  ],
  [
    "a reader of an inline Map",
    machine({ A: { Type: "Map", Label: "l", ItemProcessor: machine({ B: pass }), End: true } }),
    ["/States/A: Field 'Label' is only supported for a Map in DISTRIBUTED mode"],
  ],
  [
    "limits out of bounds",
    map({ MaxConcurrency: -1, ToleratedFailurePercentage: 101, ToleratedFailureCount: "x" }),
    [
      "/States/A/MaxConcurrency: Minimum value is 0",
      "/States/A/ToleratedFailurePercentage: Maximum value is 100.0",
      "/States/A/ToleratedFailureCount: Expected value of type Integer",
    ],
  ],
  [
    "a reader that lacks fields",
    map({
      ItemReader: {
        Resource: "arn:aws:states:::s3:putObject",
        ReaderConfig: { InputType: "CSV", MaxItems: 1, MaxItemsPath: "$.m" },
      },
    }),
    [
      "/States/A/ItemReader/Resource: The field 'Resource' does not match any of the allowed values. Examples: [arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2]",
      "/States/A/ItemReader/ReaderConfig: There should only be one of the following fields: [MaxItems, MaxItemsPath]",
      "/States/A/ItemReader/ReaderConfig: The field 'CSVHeaderLocation' is required",
      "/States/A/ItemReader: These fields are required: [Parameters]",
    ],
  ],
  [
    "a reader of JSON with headers",
    map({
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Parameters: {},
        ReaderConfig: { InputType: "JSON", CSVHeaderLocation: "GIVEN" },
      },
    }),
    [
      "/States/A/ItemReader/ReaderConfig: These fields are required: [CSVHeaders]",
      "/States/A/ItemReader/ReaderConfig: Field 'CSVHeaderLocation' is not supported",
    ],
  ],
  [
    "a batcher without limits",
    map({ ItemBatcher: { BatchInput: {} } }),
    ["/States/A/ItemBatcher: At least one of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]"],
  ],
  [
    "a batch too large",
    map({ ItemBatcher: { MaxInputBytesPerBatch: 262_145 } }),
    ["/States/A/ItemBatcher/MaxInputBytesPerBatch: Maximum value is 262144"],
  ],
  [
    "a writer that writes nowhere",
    map({ ResultWriter: { Resource: "arn:aws:states:::s3:putObject" } }),
    ["/States/A/ResultWriter: 'ResultWriter' must have 'WriterConfig', 'Resource' with 'Parameters', or all three"],
  ],
  [
    "a long label",
    map({ Label: "l".repeat(41) }),
    [
      `INVALID_LABEL_NAME /States/A/Label: The label name '${"l".repeat(41)}' exceeds the 40-character limit allowed by the service`,
    ],
  ],
  [
    "a label with a blank",
    map({ Label: "a b" }),
    ["INVALID_LABEL_NAME /States/A/Label: The label name 'a b' is empty or has a character that is not allowed"],
  ],
  [
    "a label twice",
    machine({
      A: { Type: "Map", Label: "l", ItemProcessor: distributed, Next: "C" },
      C: { Type: "Map", Label: "l", ItemProcessor: { ...distributed, ...machine({ D: pass }) }, End: true },
    }),
    ["DUPLICATE_LABEL_NAME /States/C/Label: Duplicate Label name: l"],
  ],
  [
    "items of no list",
    jsonata({ Type: "Map", Items: "$.items", ItemProcessor: machine({ B: pass }) }),
    ["/States/A/Items: JSONata string must start with {% and end with %}"],
  ],
  [
    "both spellings of the selector",
    map({ ItemSelector: {}, Parameters: {} }),
    ["/States/A: There should only be one of the following fields: [ItemSelector, Parameters]"],
  ],
])
