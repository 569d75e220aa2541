import * as fc from "fast-check"

import { account, region } from "./keys.ts"
import { machines } from "./machines.ts"
import { operations } from "./operations.ts"

/** A request, as it is to be sent. */
export interface Fuzzed {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** How it says who asks. */
  readonly auth: "signed" | "token" | "none" | "tampered"
  /** Of `tampered`: which part of the signature's header is changed, from 0 to 1, and into what. */
  readonly tampering: readonly [place: number, text: string]
}

const home = `arn:aws:states:${region}:${account}`
const names = Object.keys(machines)
const name = fc.oneof(
  fc.constantFrom(...names),
  fc.string({ maxLength: 90 }),
  fc.string({ unit: "binary", maxLength: 9 }),
)

const known = fc.oneof(
  fc.constantFrom(...names).map((of) => `${home}:stateMachine:${of}`),
  fc.constantFrom(...names).map((of) => `${home}:execution:${of}:run`),
)

const strange = fc.oneof(
  fc
    .tuple(fc.constantFrom("stateMachine", "execution", "activity", "mapRun", "express"), name)
    .map(([kind, of]) => `${home}:${kind}:${of}`),
  fc.tuple(fc.constantFrom(...names), name).map(([of, run]) => `${home}:execution:${of}:${run}`),
  fc
    .tuple(fc.constantFrom(...names), fc.oneof(fc.nat(3).map(String), name))
    .map(([of, tail]) => `${home}:stateMachine:${of}:${tail}`),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 9 }).map((parts) => `arn:${parts.join(":")}`),
)

const arn = fc.oneof({ weight: 2, arbitrary: known }, { weight: 1, arbitrary: strange })

const states: readonly object[] = Object.values(machines)

const definition = fc.oneof(
  fc.constantFrom(...states).map((made) => JSON.stringify(made)),
  fc.tuple(fc.constantFrom(...states), fc.nat(200), fc.string({ maxLength: 4 })).map(([made, at, text]) => {
    const whole = JSON.stringify(made)
    return whole.slice(0, at % whole.length) + text + whole.slice((at % whole.length) + text.length)
  }),
  fc.json({ maxDepth: 4 }),
)

/** A value for a member: mostly of the kind that it has, by its name. */
function memberValue(member: string): fc.Arbitrary<unknown> {
  const anything = fc.jsonValue({ maxDepth: 3 })
  const fitting = /^executionArn$/.test(member)
    ? fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...names).map((of) => `${home}:execution:${of}:run`) },
        { weight: 1, arbitrary: arn },
      )
    : /^stateMachineArn$/.test(member)
      ? fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...names).map((of) => `${home}:stateMachine:${of}`) },
          { weight: 1, arbitrary: arn },
        )
      : /Arn$/i.test(member)
        ? arn
        : member === "definition"
          ? definition
          : member === "name" || member === "workerName"
            ? name
            : /^(input|output|variables)$/.test(member)
              ? fc.json({ maxDepth: 3 })
              : /^max|Percentage$|Count$/.test(member)
                ? fc.oneof(fc.integer(), fc.double())
                : /Token$|Id$/.test(member)
                  ? fc.oneof(fc.base64String({ maxLength: 60 }), fc.string())
                  : member === "type"
                    ? fc.constantFrom("STANDARD", "EXPRESS", "OTHER")
                    : member === "tags"
                      ? fc.array(fc.record({ key: fc.string(), value: fc.string() }, { requiredKeys: [] }), {
                          maxLength: 60,
                        })
                      : member === "routingConfiguration"
                        ? fc.array(fc.record({ stateMachineVersionArn: arn, weight: fc.integer() }), { maxLength: 3 })
                        : anything
  return fc.oneof({ weight: 20, arbitrary: fitting }, { weight: 1, arbitrary: anything })
}

const bytes = (text: string): Uint8Array => Buffer.from(text)

const rawBody = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.json().map((text) => bytes(text.slice(0, -1))),
  fc.nat(20_000).map((depth) => bytes("[".repeat(depth))),
  fc.nat(8000).map((depth) => bytes(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)),
  fc.constantFrom(1, 5).map((mebibytes) => bytes(JSON.stringify({ input: "x".repeat(mebibytes * 1024 * 1024) }))),
  fc.constant(bytes('{"__proto__":{"operation":"x"},"constructor":{"prototype":{}}}')),
)

const auth = fc.oneof(
  { weight: 30, arbitrary: fc.constant("signed" as const) },
  { weight: 1, arbitrary: fc.constantFrom("none" as const, "tampered" as const, "token" as const) },
)
const tampering = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.stringMatching(/^[ -~]{1,8}$/))

const call = fc.constantFrom(...Object.keys(operations)).chain((operation) => {
  const members = operations[operation] ?? []
  // What it can do without is left out one time in two; what names a thing seldom is.
  const record = fc.record(Object.fromEntries(members.map((member) => [member, memberValue(member)])), {
    requiredKeys: members.filter((member) =>
      /Arn$|^(?:name|definition|taskToken|output|routingConfiguration)$/.test(member),
    ),
  })
  const body = fc.oneof(
    { weight: 30, arbitrary: record.map((request) => bytes(JSON.stringify(request))) },
    { weight: 1, arbitrary: rawBody },
  )
  return fc.record({ body, auth, tampering, target: fc.constant("/"), method: fc.constant("POST") }).map((made) => ({
    ...made,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AWSStepFunctions.${operation}` },
  }))
})

const strangeTarget = fc.record({
  method: fc.constantFrom("POST", "GET", "PUT", "OPTIONS", "HEAD", "DELETE"),
  target: fc.constantFrom("/", "//", "/?x=1", "/healthz", "/openapi.json", "/%", "/%ff", "/..%2f.."),
  headers: fc
    .record({ "x-amz-target": fc.stringMatching(/^[ -~]{0,40}$/), "content-type": fc.stringMatching(/^[ -~]{0,20}$/) })
    .map(trimmed),
  body: rawBody,
  auth,
  tampering,
})

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom("stateMachine", "status", "limit", "cursor", "wait", "reverse", "data", "x"),
      fc.oneof(name, fc.integer().map(String), fc.constantFrom("RUNNING", "true", "1", "0")),
    ),
    { maxLength: 4 },
  )
  .map((pairs) =>
    pairs
      .filter(([key, value]) => key !== "wait" || value.length < 2)
      .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
      .join("&"),
  )

const rest = fc.record({
  method: fc.constantFrom("GET", "GET", "POST", "DELETE"),
  target: fc
    .tuple(fc.option(fc.oneof(arn, name)), fc.constantFrom("", "", "", "/history", "/history", "/else"), query)
    .map(([of, tail, asked]) => {
      const path = of === null ? "" : `/${encodeURIComponent(of.toWellFormed())}${tail}`
      return `/executions${path}${asked === "" ? "" : `?${asked}`}`
    }),
  headers: fc
    .record(
      {
        "content-type": fc.constantFrom("application/json", "text/plain", "application/json; charset=utf-16"),
        accept: fc.constantFrom("text/event-stream", "application/json", "*/*"),
        "last-event-id": fc.constantFrom("3", "3.end", "x", "999999999999"),
      },
      { requiredKeys: ["content-type"] },
    )
    .map((headers) => headers as Readonly<Record<string, string>>),
  body: fc.oneof(
    fc
      .record({ stateMachine: fc.oneof(name, arn), input: fc.jsonValue(), name }, { requiredKeys: ["stateMachine"] })
      .map((body) => bytes(JSON.stringify(body))),
    rawBody,
  ),
  auth: fc.constantFrom("signed" as const, "token" as const, "token" as const, "none" as const),
  tampering,
})

/** Any request: mostly ones that get far. */
export const requests: fc.Arbitrary<Fuzzed> = fc.oneof(
  { weight: 12, arbitrary: call },
  { weight: 5, arbitrary: rest },
  { weight: 1, arbitrary: strangeTarget },
)

/** Bytes that are no HTTP, or not all of it. */
export const noise: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.constant(bytes("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")),
  fc.constant(bytes("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")),
  fc.constant(bytes("POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nfffffffff\r\n")),
  fc.nat(40_000).map((length) => bytes(`GET / HTTP/1.1\r\nhost: x\r\na: ${"b".repeat(length)}\r\n\r\n`)),
)

function trimmed(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, value.trim()]))
}
