import type { ItemProcessor, MapState } from "../../asl/document.ts"
import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"
import { expressionOf } from "../../query/jsonata/template.ts"
import type { ReadOptions } from "../command.ts"
import type {
  CommonState,
  CompiledBatcher,
  CompiledLimit,
  CompiledMap,
  CompiledReader,
  CompiledWriter,
} from "../machine.ts"
import { parseResource } from "../resource.ts"
import { payload, pathOrIntrinsic, valueOrPath } from "./value.ts"

/** The fields of a Map state beside those of every state and the index of its processor's first one. */
export function compileMap(
  state: MapState,
  processor: ItemProcessor,
  jsonata: boolean,
): Omit<CompiledMap, keyof CommonState | "type" | "startAt"> {
  const { Items: items } = state
  return {
    distributed: processor.ProcessorConfig?.Mode === "DISTRIBUTED",
    executionType: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
    label: state.Label,
    items: itemsOf(state, jsonata),
    itemsText: jsonata ? textOf(items) : state.ItemsPath,
    concurrency: limitOf(state, "MaxConcurrency", jsonata),
    toleratedCount: limitOf(state, "ToleratedFailureCount", jsonata),
    toleratedPercentage: limitOf(state, "ToleratedFailurePercentage", jsonata),
    reader: state.ItemReader === undefined ? undefined : readerOf(state.ItemReader, jsonata),
    batcher: state.ItemBatcher === undefined ? undefined : batcherOf(state.ItemBatcher, jsonata),
    writer: state.ResultWriter === undefined ? undefined : writerOf(state.ResultWriter, jsonata),
  }
}

function textOf(items: MapState["Items"]): string | undefined {
  return typeof items === "string" ? (expressionOf(items) ?? items) : undefined
}

function itemsOf(state: MapState, jsonata: boolean): CompiledMap["items"] {
  if (jsonata) return state.Items === undefined ? undefined : payload(state.Items, "Items", true)
  return state.ItemsPath === undefined ? undefined : pathOrIntrinsic(state.ItemsPath, "ItemsPath")
}

/** A field that names a number. */
function limitOf(fields: object, field: string, jsonata: boolean): CompiledLimit | undefined {
  const value = valueOrPath(fields, field, jsonata)
  if (value === undefined) return undefined
  const members = fields as Readonly<Record<string, Json | undefined>> // part of a state, which is a JSON object
  const path = members[`${field}Path`]
  if (typeof path === "string") return { field: `${field}Path`, text: path, path: true, value }
  const text = members[field]
  return { field, text: typeof text === "string" ? (expressionOf(text) ?? text) : undefined, path: false, value }
}

function readerOf(reader: JsonObject, jsonata: boolean): CompiledReader {
  const config = isJsonObject(reader.ReaderConfig) ? reader.ReaderConfig : {}
  const given = jsonata ? reader.Arguments : reader.Parameters
  return {
    resource: parseResource(typeof reader.Resource === "string" ? reader.Resource : ""),
    arguments:
      given === undefined ? undefined : payload(given, jsonata ? "ItemReader/Arguments" : "Parameters", jsonata),
    options: readOptions(config),
    maxItems: limitOf(config, "MaxItems", jsonata),
  }
}

function readOptions(config: JsonObject): ReadOptions {
  const { InputType, ManifestType, CSVDelimiter, CSVHeaderLocation, CSVHeaders, ItemsPointer, Transformation } = config
  return {
    inputType: typeof InputType === "string" ? InputType : "",
    ...(typeof ManifestType === "string" ? { manifestType: ManifestType } : {}),
    ...(typeof CSVDelimiter === "string" ? { csvDelimiter: CSVDelimiter } : {}),
    ...(typeof CSVHeaderLocation === "string" ? { csvHeaderLocation: CSVHeaderLocation } : {}),
    ...(Array.isArray(CSVHeaders) ? { csvHeaders: CSVHeaders.map(String) } : {}),
    ...(typeof ItemsPointer === "string" ? { itemsPointer: ItemsPointer } : {}),
    ...(typeof Transformation === "string" ? { transformation: Transformation } : {}),
  }
}

/** Without a WriterConfig, what is written is all that is known of each execution. (AWS: input-output-resultwriter) */
function writerOf(writer: JsonObject, jsonata: boolean): CompiledWriter {
  const config = isJsonObject(writer.WriterConfig) ? writer.WriterConfig : {}
  const given = jsonata ? writer.Arguments : writer.Parameters
  const resource = typeof writer.Resource === "string" ? writer.Resource : undefined
  const { Transformation: transformation } = config
  return {
    resource,
    arguments:
      given === undefined ? undefined : payload(given, jsonata ? "ResultWriter/Arguments" : "Parameters", jsonata),
    transformation:
      transformation === "COMPACT" || transformation === "FLATTEN" || transformation === "NONE"
        ? transformation
        : resource === undefined
          ? "COMPACT"
          : "NONE",
    outputType: config.OutputType === "JSONL" ? "JSONL" : "JSON",
  }
}

function batcherOf(batcher: JsonObject, jsonata: boolean): CompiledBatcher {
  return {
    maxItems: limitOf(batcher, "MaxItemsPerBatch", jsonata),
    maxBytes: limitOf(batcher, "MaxInputBytesPerBatch", jsonata),
    input:
      batcher.BatchInput === undefined ? undefined : payload(batcher.BatchInput, "ItemBatcher/BatchInput", jsonata),
  }
}
