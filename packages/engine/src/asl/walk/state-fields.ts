import { quotas } from "../quotas.ts"
import type { StateType } from "../document.ts"
import { type Check, type Field, type Fields, listOf } from "./fields.ts"
import { choiceRule } from "./choice-rule.ts"
import { itemBatcher, itemReader, resultWriter } from "./distributed.ts"
import { assign, items, objectPayload, payload } from "./payload.ts"
import { credentials, resource } from "./resource.ts"
import { catches, retry } from "./retry-catch.ts"
import {
  anything,
  flag,
  integer,
  number,
  numberPath,
  oneOf,
  orExpression,
  path,
  pathOrIntrinsic,
  pathOrNull,
  referencePathOrNull,
  text,
  textNotPath,
} from "./scalar.ts"
import { target } from "./target.ts"
import { timestamp } from "./timestamp.ts"

const longest = quotas.seconds.aws
const seconds = (min: number): Check => orExpression(integer({ min, max: longest }))
const count: Check = orExpression(integer({ min: 0 }))

const withResult =
  (check: Check): Check =>
  (value, location, walk) =>
    check(value, location, { ...walk, result: true })

const common: Fields = { Type: { check: anything }, Comment: { check: text }, QueryLanguage: { check: anything } }
const transition: Fields = { Next: { check: target }, End: { check: flag } }
const inOut: Fields = {
  InputPath: { check: pathOrNull, only: "JSONPath" },
  OutputPath: { check: pathOrNull, only: "JSONPath" },
}
const onlyPath: Field = { check: path, only: "JSONPath" }
const onlyNumberPath: Field = { check: numberPath, only: "JSONPath" }
const parameters: Field = { check: payload, only: "JSONPath" }
const resultPath: Field = { check: referencePathOrNull, only: "JSONPath" }
const output: Field = { check: payload, only: "JSONata" }

/** Task, Parallel and Map: what has a result and may fail. */
const fallible: Fields = {
  ...common,
  ...transition,
  ...inOut,
  Parameters: parameters,
  ResultSelector: parameters,
  ResultPath: resultPath,
  Output: { check: withResult(payload), only: "JSONata" },
  Assign: { check: withResult(assign) },
  Retry: { check: retry },
  Catch: { check: catches },
}

/**
 * The fields of each kind of state. Branches and processors are looked at by the walk over levels.
 * (AWS's validator as measured: eight kinds by fifty fields)
 */
export const stateFields: Readonly<Record<StateType, Fields>> = {
  Task: {
    ...fallible,
    Resource: { check: resource, required: true },
    Arguments: { check: payload, only: "JSONata" },
    Credentials: { check: credentials(objectPayload) },
    TimeoutSeconds: { check: seconds(1) },
    TimeoutSecondsPath: onlyPath,
    HeartbeatSeconds: { check: seconds(1) },
    HeartbeatSecondsPath: onlyPath,
  },
  Wait: {
    ...common,
    ...transition,
    ...inOut,
    Seconds: { check: seconds(0) },
    SecondsPath: onlyPath,
    Timestamp: { check: orExpression(timestamp) },
    TimestampPath: onlyPath,
    Output: output,
    Assign: { check: assign },
  },
  Pass: {
    ...common,
    ...transition,
    ...inOut,
    Result: { check: anything, only: "JSONPath" },
    Parameters: parameters,
    ResultPath: resultPath,
    Output: output,
    Assign: { check: assign },
  },
  Succeed: { ...common, ...inOut, Output: output },
  Fail: {
    ...common,
    Error: { check: orExpression(textNotPath) },
    ErrorPath: { check: pathOrIntrinsic, only: "JSONPath" },
    Cause: { check: orExpression(textNotPath) },
    CausePath: { check: pathOrIntrinsic, only: "JSONPath" },
  },
  Choice: {
    ...common,
    ...inOut,
    Choices: { check: listOf(choiceRule, false), required: true },
    Default: { check: target },
    Output: output,
    Assign: { check: assign },
  },
  Parallel: {
    ...fallible,
    Branches: { check: anything, required: true },
    Arguments: { check: payload, only: "JSONata" },
  },
  Map: {
    ...fallible,
    ItemProcessor: { check: anything },
    Iterator: { check: anything },
    ItemsPath: { check: pathOrIntrinsic, only: "JSONPath" },
    Items: { check: items, only: "JSONata" },
    ItemSelector: { check: objectPayload },
    MaxConcurrency: { check: count },
    MaxConcurrencyPath: onlyNumberPath,
    ToleratedFailureCount: { check: count },
    ToleratedFailureCountPath: onlyNumberPath,
    ToleratedFailurePercentage: { check: orExpression(number({ min: 0, max: 100 })) },
    ToleratedFailurePercentagePath: onlyNumberPath,
    Label: { check: text },
    ItemReader: { check: itemReader },
    ItemBatcher: { check: itemBatcher },
    ResultWriter: { check: resultWriter },
  },
}

/** Fields of which a state has at most one, or, where `required`, exactly one. */
export const exclusive: Readonly<Record<StateType, readonly { names: readonly string[]; required: boolean }[]>> = {
  Task: [...either("TimeoutSeconds"), ...either("HeartbeatSeconds")],
  Wait: [{ names: ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"], required: true }],
  Pass: [],
  Succeed: [],
  Fail: [...either("Error"), ...either("Cause")],
  Choice: [],
  Parallel: [],
  Map: [
    { names: ["ItemProcessor", "Iterator"], required: true },
    { names: ["ItemSelector", "Parameters"], required: false },
    ...either("MaxConcurrency"),
    ...either("ToleratedFailureCount"),
    ...either("ToleratedFailurePercentage"),
  ],
}

/** `QueryLanguage`. */
export const queryLanguage: Check = oneOf("JSONPath", "JSONata")

function either(field: string): { names: readonly string[]; required: boolean }[] {
  return [{ names: [field, `${field}Path`], required: false }]
}
