import type { ItemProcessor, MapState } from "../../asl/document.ts"
import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"
import { expressionOf } from "../../query/jsonata/template.ts"
import type { CommonState, CompiledBatcher, CompiledLimit, CompiledMap, CompiledReader } from "../machine.ts"
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
    label: state.Label,
    items: itemsOf(state, jsonata),
    itemsText: jsonata ? textOf(items) : state.ItemsPath,
    concurrency: limitOf(state, "MaxConcurrency", jsonata),
    toleratedCount: limitOf(state, "ToleratedFailureCount", jsonata),
    toleratedPercentage: limitOf(state, "ToleratedFailurePercentage", jsonata),
    reader: state.ItemReader === undefined ? undefined : readerOf(state.ItemReader, jsonata),
    batcher: state.ItemBatcher === undefined ? undefined : batcherOf(state.ItemBatcher, jsonata),
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
    inputType: typeof config.InputType === "string" ? config.InputType : "",
    headers: Array.isArray(config.CSVHeaders) ? config.CSVHeaders.map(String) : undefined,
    delimiter: typeof config.CSVDelimiter === "string" ? config.CSVDelimiter : "COMMA",
    itemsPointer: typeof config.ItemsPointer === "string" ? config.ItemsPointer : undefined,
    maxItems: limitOf(config, "MaxItems", jsonata),
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
