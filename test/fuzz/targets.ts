import * as fc from "fast-check"
import { compileMachine, testState, type TestStateRequest } from "@stepwright/engine"
import { isJsonObject, type Json, type JsonObject } from "@stepwright/engine/asl"
import { checkDefinition } from "@stepwright/engine/check"

import { documents, expressions } from "../jsonata/expressions.ts"
import { evaluateOurs } from "../jsonata/run.ts"
// Chance for machines and executions is the core's own, and no part of what it exports.
import { draws, execute } from "../../packages/engine/src/core/simulation/random-execution.ts"
import { machines } from "../../packages/engine/src/core/simulation/random-machine.ts"
import { simulate } from "../../packages/engine/src/core/simulation/simulate.ts"
import { names, seeds, values } from "./definitions.ts"
import { hostileFacts, withstands } from "./hostile-facts.ts"
import { type Mutation, mutated, mutations } from "./json-mutations.ts"
import { type Ending, refusal, type Target } from "./target.ts"

const input: Json = { n: 2, s: "text", t: "2025-01-01T00:00:00Z", list: [{ n: 1 }, { n: 2 }], a: { b: null } }

/** Checks a definition; one without an error must compile, and run to an end or a wait. */
function define(definition: unknown): Ending {
  const { definition: checked, diagnostics } = checkDefinition(definition)
  for (const diagnostic of diagnostics) {
    refusal(diagnostic.code, diagnostic)
    if (diagnostic.message === "") throw new Error(`a diagnostic that says nothing: ${diagnostic.code}`)
  }
  const error = diagnostics.find(({ severity }) => severity === "ERROR")
  if (error !== undefined) return refusal(error.code, error)
  if (checked === undefined) throw new Error("neither a definition nor an error")
  compileMachine(checked)
  const { run } = simulate(checked, { input, tasks: {} })
  if (run.status !== "FAILED") return { taken: true }
  // What a Fail state calls its failure is the author's own.
  return { refused: run.error?.startsWith("States.") === true ? run.error : "(a name of the author's)" }
}

const changes = mutations(names, values)
const mutants = fc
  .tuple(fc.constantFrom(...seeds), fc.array(changes, { minLength: 1, maxLength: 3 }))
  .map(([seed, all]) => all.reduce<Json>((document, change: Mutation) => mutated(document, change), seed))

const definitions: Target<Json> = {
  name: "definitions",
  about: "state machines with some changes: checked, and run where they pass",
  inputs: mutants,
  run: define,
}

const noise = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  fc.constantFrom("[", '{"a":', "\uFEFF{}", "\u0000", '"\\ud800"'),
)
const text: Target<string> = {
  name: "text",
  about: "definitions as text: cut off, with noise in it, nested deeply",
  inputs: fc.oneof(
    fc.tuple(mutants, fc.nat(5000), noise, fc.nat(3)).map(([document, at, between, gap]) => {
      const whole = JSON.stringify(document)
      return `${whole.slice(0, at)}${between}${whole.slice(at + gap)}`
    }),
    noise,
    fc.nat(100_000).map((depth) => "[".repeat(depth)),
    fc.nat(20_000).map((depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
    fc.nat(60).map((count) => `{"StartAt":"A","States":{${Array.from({ length: count }, () => '"A":{}').join()}}}`),
  ),
  run: define,
}

const expression: Target<readonly [string, unknown]> = {
  name: "expressions",
  about: "JSONata: generated, and spoilt by noise, over documents",
  inputs: fc.tuple(
    fc.oneof(
      expressions,
      fc
        .tuple(expressions, fc.nat(60), fc.string({ maxLength: 3 }))
        .map(([source, at, between]) => source.slice(0, at) + between + source.slice(at)),
      fc.string({ unit: fc.constantFrom(...Array.from("$.()[]{}*%@#^<>=!~&|?:;,/\\'\"`0123456789abfx \n")) }),
    ),
    documents,
  ),
  run([source, document]) {
    const { code } = evaluateOurs(source, document)
    return code === undefined ? { taken: true } : refusal(code, source)
  },
}

const paths = fc.oneof(
  fc.constantFrom(...values.filter((value) => typeof value === "string")),
  fc.string({ unit: fc.constantFrom(...Array.from("$.[]()*'@?:,-<>=&|! 0123abSn\\{}")) }).map((rest) => `$${rest}`),
  fc.string({ unit: fc.constantFrom(...Array.from("$.[](){}',\\ 019abXé")) }).map((rest) => `States.${rest}`),
  fc
    .tuple(
      fc.constantFrom(
        "Format",
        "StringToJson",
        "JsonToString",
        "Array",
        "ArrayPartition",
        "ArrayContains",
        "ArrayRange",
        "ArrayGetItem",
        "ArrayLength",
        "ArrayUnique",
        "Base64Encode",
        "Base64Decode",
        "Hash",
        "JsonMerge",
        "MathRandom",
        "MathAdd",
        "StringSplit",
        "UUID",
      ),
      fc.array(
        fc.constantFrom(
          "$.n",
          "$.s",
          "$.list",
          "$.a",
          "$.missing",
          "0",
          "-1",
          "2.5",
          "1e9",
          "'x'",
          "'{}'",
          "''",
          "true",
          "null",
          "$$.Execution.Id",
          "States.Array(1)",
        ),
        { maxLength: 4 },
      ),
    )
    .map(([name, args]) => `States.${name}(${args.join(", ")})`),
)
const fields: Target<readonly [string, string]> = {
  name: "fields",
  about: "JSONPath and intrinsic functions in every field that takes them",
  inputs: fc.tuple(
    fc.constantFrom(
      "Parameters",
      "InputPath",
      "OutputPath",
      "ItemsPath",
      "Variable",
      "SecondsPath",
      "ErrorPath",
      "Assign",
    ),
    paths,
  ),
  run([field, path]) {
    const end = { End: true }
    const byField: Record<string, JsonObject> = {
      Parameters: { Type: "Pass", Parameters: { "x.$": path }, ...end },
      InputPath: { Type: "Pass", InputPath: path, ...end },
      OutputPath: { Type: "Pass", OutputPath: path, ...end },
      Assign: { Type: "Pass", Assign: { "v.$": path }, ...end },
      SecondsPath: { Type: "Wait", SecondsPath: path, ...end },
      ErrorPath: { Type: "Fail", ErrorPath: path, CausePath: path },
      Variable: { Type: "Choice", Choices: [{ Variable: path, IsPresent: true, Next: "End" }], Default: "End" },
      ItemsPath: {
        Type: "Map",
        ItemsPath: path,
        ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", ...end } } },
        ...end,
      },
    }
    return define({
      StartAt: "S",
      States: { S: byField[field] ?? null, ...(field === "Variable" ? { End: { Type: "Succeed" } } : {}) },
    })
  },
}

const core: Target<readonly [Parameters<typeof compileMachine>[0], Parameters<typeof execute>[1], readonly Json[]]> = {
  name: "core",
  about: "executions of random machines, answered by chance, and by facts that nobody asked for",
  inputs: fc.tuple(machines, draws, hostileFacts),
  run([definition, chance, hostile]) {
    const machine = compileMachine(definition)
    const { run, facts } = execute(machine, chance)
    withstands(machine, run, facts, hostile)
    return run.status === "FAILED" ? { refused: run.error ?? "(no name)" } : { taken: true }
  },
}

const anyText = fc.option(fc.oneof(fc.json(), fc.string(), fc.constant("{")), { nil: undefined })
const states: Target<TestStateRequest> = {
  name: "test-state",
  about: "requests to test one state",
  inputs: fc
    .record(
      {
        definition: fc.oneof(
          mutants.map((document) => JSON.stringify(document)),
          fc.json(),
          fc.string(),
          mutants,
        ),
        stateName: fc.constantFrom("Pass", "Task", "Wait", "Each", "Both", "Choose", "Nobody", ""),
        input: fc.oneof(anyText, fc.constant(JSON.stringify(input))),
        context: anyText,
        variables: anyText,
        inspectionLevel: fc.constantFrom("INFO", "DEBUG", "TRACE", "LOUD"),
        mock: fc.record(
          {
            result: anyText,
            errorOutput: fc.record({ error: fc.string(), cause: fc.string() }),
            fieldValidationMode: fc.constantFrom("STRICT", "PRESENT", "NONE", ""),
          },
          { requiredKeys: [] },
        ),
        stateConfiguration: fc.record(
          {
            retrierRetryCount: fc.integer(),
            errorCausedByState: fc.string(),
            mapIterationFailureCount: fc.integer(),
            mapItemReaderData: fc.json(),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["definition"] },
    )
    .map((request) => request as unknown as TestStateRequest), // whatever a client sends
  run(request) {
    const response = testState(request, { nowMs: 0, seed: "fuzz" })
    if (response.exception !== undefined) return refusal(response.exception.code, response.exception)
    if (!isJsonObject(JSON.parse(JSON.stringify(response)) as Json)) throw new Error("no answer") // it was JSON
    return response.error === undefined ? { taken: true } : { refused: response.error }
  },
}

/** All targets. Each makes the inputs that it is given: nobody else looks at them. */
export const targets: readonly Target[] = [
  definitions,
  text,
  expression,
  fields,
  core,
  states,
] as unknown as readonly Target[]
