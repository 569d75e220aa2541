import { quotas } from "../quotas.ts"
import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import { type Check, checkOneOf, type Fields, listOf, objectOf } from "./fields.ts"
import { objectPayload, payload } from "./payload.ts"
import { integer, numberPath, oneOf, orExpression, text } from "./scalar.ts"
import { refuse, type Walk } from "./walk.ts"

const maxItems = quotas.maxItems.aws
const maxBatchBytes = quotas.batchBytes.aws

/** A service that reads or writes a Map's items. `${…}` is filled in at deployment. */
function serviceOf(...services: readonly string[]): Check {
  return (value, location, walk) => {
    if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
    if (value.includes("${") || services.some((service) => new RegExp(`^arn:[^:]+:states:::${service}$`).test(value)))
      return
    const examples = services.map((service) => `arn:<partition>:states:::${service}`).join(", ")
    refuse(walk, location, `The field 'Resource' does not match any of the allowed values. Examples: [${examples}]`)
  }
}

const readerConfig: Fields = {
  InputType: { check: oneOf("MANIFEST", "JSON", "CSV", "JSONL", "PARQUET") },
  ManifestType: { check: oneOf("ATHENA_DATA", "S3_INVENTORY") },
  Transformation: { check: oneOf("NONE", "LOAD_AND_FLATTEN") },
  CSVDelimiter: { check: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB") },
  CSVHeaderLocation: { check: oneOf("FIRST_ROW", "GIVEN") },
  CSVHeaders: { check: listOf(text, false) },
  ItemsPointer: { check: text },
  MaxItems: { check: orExpression(integer({ min: 0, max: maxItems })) },
  MaxItemsPath: { check: numberPath, only: "JSONPath" },
}

function checkReaderConfig(config: JsonObject, location: string, walk: Walk): void {
  const { InputType: type, CSVHeaderLocation: header } = config
  checkOneOf(config, ["MaxItems", "MaxItemsPath"], false, location, walk)
  if (type === "CSV" && header === undefined) refuse(walk, location, "The field 'CSVHeaderLocation' is required")
  if (header === "GIVEN" && config.CSVHeaders === undefined) {
    refuse(walk, location, "These fields are required: [CSVHeaders]")
  }
  for (const field of ["CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"]) {
    const misplaced = typeof type === "string" && type !== "CSV" && type !== "MANIFEST" && Object.hasOwn(config, field)
    if (misplaced) refuse(walk, location, `Field '${field}' is not supported`)
  }
}

/** `ItemReader`: where a distributed Map's items come from. */
export const itemReader: Check = objectOf({
  Resource: { check: serviceOf("s3:getObject", "s3:listObjectsV2"), required: true },
  ReaderConfig: { check: objectOf(readerConfig, checkReaderConfig) },
  Parameters: { check: payload, only: "JSONPath", required: true },
  Arguments: { check: objectPayload, only: "JSONata", required: true },
  Comment: { check: text },
})

/** `ItemBatcher`: how many items one child execution gets. */
export const itemBatcher: Check = objectOf(
  {
    MaxItemsPerBatch: { check: orExpression(integer({ min: 1, max: maxItems })) },
    MaxItemsPerBatchPath: { check: numberPath, only: "JSONPath" },
    MaxInputBytesPerBatch: { check: orExpression(integer({ min: 1, max: maxBatchBytes })) },
    MaxInputBytesPerBatchPath: { check: numberPath, only: "JSONPath" },
    BatchInput: { check: objectPayload },
    Comment: { check: text },
  },
  (batcher, location, walk) => {
    checkOneOf(batcher, ["MaxItemsPerBatch", "MaxItemsPerBatchPath"], false, location, walk)
    checkOneOf(batcher, ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"], false, location, walk)
    if (!Object.keys(batcher).some((name) => name.startsWith("Max"))) {
      refuse(walk, location, "At least one of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]")
    }
  },
)

/** `ResultWriter`: where a distributed Map's results go. */
export const resultWriter: Check = objectOf(
  {
    Resource: { check: serviceOf("s3:putObject") },
    Parameters: { check: payload, only: "JSONPath" },
    Arguments: { check: objectPayload, only: "JSONata" },
    WriterConfig: {
      check: objectOf({
        Transformation: { check: oneOf("NONE", "COMPACT", "FLATTEN"), required: true },
        OutputType: { check: oneOf("JSON", "JSONL"), required: true },
      }),
    },
    Comment: { check: text },
  },
  (writer, location, walk) => {
    const given = walk.language === "JSONata" ? "Arguments" : "Parameters"
    const complete = Object.hasOwn(writer, "Resource") === Object.hasOwn(writer, given)
    if (complete && (Object.hasOwn(writer, "Resource") || Object.hasOwn(writer, "WriterConfig"))) return
    refuse(walk, location, `'ResultWriter' must have 'WriterConfig', 'Resource' with '${given}', or all three`)
  },
)

/** Whether a Map's processor is a distributed one. */
export function isDistributed(processor: Json | undefined): boolean {
  if (!isJsonObject(processor)) return false
  return isJsonObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === "DISTRIBUTED"
}
