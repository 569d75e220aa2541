import * as fc from "fast-check"

import type { Catcher, Retrier, StateDefinition, StateMachineDefinition, StateMap } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"

const { constantFrom, record, option, integer, array, oneof } = fc

/** Machines of all eight kinds of states in both query languages, with fan-outs in fan-outs, retries and catchers. */
export const machines: fc.Arbitrary<StateMachineDefinition> = fc
  .tuple(fc.boolean(), option(integer({ min: 1, max: 60 }), { nil: undefined, freq: 6 }))
  .chain(([jsonata, TimeoutSeconds]) =>
    level(2, jsonata).map((states) => ({
      ...states,
      QueryLanguage: jsonata ? "JSONata" : "JSONPath",
      ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds }),
    })),
  )

/** A level whose states go to later ones only; a Choice may go back to a state that waits for an answer. */
function level(depth: number, jsonata: boolean): fc.Arbitrary<StateMap> {
  return integer({ min: 1, max: 4 }).chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, at) => state(at, count, depth, jsonata))).map((states) => ({
      StartAt: "S0",
      States: Object.fromEntries(states.map((one, at) => [`S${at}`, looped(one, at, states)])),
    })),
  )
}

type Language = boolean

function state(at: number, count: number, depth: number, jsonata: Language): fc.Arbitrary<StateDefinition> {
  const last = at === count - 1
  const target = last ? undefined : `S${count - 1}`
  const after = last ? { End: true } : { Next: `S${at + 1}` }
  const plain = [
    pass(jsonata).map((fields) => ({ Type: "Pass" as const, ...fields, ...after })),
    task(jsonata, target).map((fields) => ({ ...fields, ...after })),
    task(jsonata, target).map((fields) => ({ ...fields, ...after })),
    wait(jsonata).map((fields) => ({ Type: "Wait" as const, ...fields, ...after })),
  ]
  const ends = last ? [constantFrom<StateDefinition>({ Type: "Succeed" }, { Type: "Fail", Error: "Made.Up" })] : []
  const chooses = last ? [] : [constantFrom(choice(at, count, jsonata))]
  const fans =
    depth === 0
      ? []
      : [
          array(level(depth - 1, jsonata), { minLength: 1, maxLength: 3 }).chain((Branches) =>
            handled(jsonata, target).map((fields) => ({ Type: "Parallel" as const, Branches, ...fields, ...after })),
          ),
          map(depth, jsonata, target).map((fields) => ({ ...fields, ...after })),
        ]
  return oneof(...plain, ...ends, ...chooses, ...fans)
}

const chance = '{% {"r": $random(), "u": $uuid(), "t": $millis(), "i": $states.input} %}'

function pass(jsonata: Language): fc.Arbitrary<object> {
  return jsonata
    ? constantFrom(
        {},
        { Output: chance },
        { Assign: { v: "{% $states.input %}", n: 1 }, Output: { now: "{% $now() %}" } },
        { Output: "{% $nothing %}" },
        { Output: "{% $states.context.Execution.Name & $states.context.State.EnteredTime %}" },
      )
    : constantFrom(
        {},
        { Result: { again: true } },
        { Parameters: { "u.$": "States.UUID()", "r.$": "States.MathRandom(1, 999)", "i.$": "$" } },
        { Parameters: { "c.$": "$$.State.EnteredTime" }, ResultPath: "$.made" },
        { InputPath: "$.value", OutputPath: "$" },
        { Assign: { "v.$": "$" }, ResultPath: null },
      )
}

const resources = [
  "arn:aws:lambda:us-east-1:111111111111:function:f",
  "arn:aws:states:::lambda:invoke",
  "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "arn:aws:states:::states:startExecution.sync:2",
  "arn:aws:states:us-east-1:111111111111:activity:a",
]

function task(jsonata: Language, target: string | undefined): fc.Arbitrary<Extract<StateDefinition, { Type: "Task" }>> {
  const given: readonly object[] = jsonata
    ? [{}, { Arguments: { u: "{% $uuid() %}", at: "{% $millis() %}" } }, { Arguments: "{% $states.context.Task %}" }]
    : [{}, { Parameters: { "u.$": "States.UUID()", "token.$": "$$.Execution.Id" } }]
  return fc
    .tuple(
      constantFrom(...resources),
      constantFrom(...given),
      option(integer({ min: 5, max: 9 }), { nil: undefined }),
      handled(jsonata, target),
    )
    .map(([Resource, args, TimeoutSeconds, fields]) => ({
      Type: "Task",
      Resource,
      ...args,
      ...fields,
      ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds, HeartbeatSeconds: 2 }),
    }))
}

function wait(jsonata: Language): fc.Arbitrary<object> {
  return jsonata
    ? constantFrom(
        { Seconds: 3 },
        { Seconds: "{% $random() > 0.5 ? 1 : 0 %}" },
        { Timestamp: "{% $fromMillis($millis() + 2500) %}" },
        { Seconds: "{% 'soon' %}" },
      )
    : constantFrom({ Seconds: 3 }, { Timestamp: "1970-01-01T00:00:09Z" }, { SecondsPath: "$.value" })
}

function choice(at: number, count: number, jsonata: Language): StateDefinition {
  const further = Math.min(at + 2, count - 1)
  return {
    Type: "Choice",
    Choices: jsonata
      ? [{ Condition: "{% $states.input.value > 1 %}", Next: `S${further}` }]
      : [
          {
            And: [
              { Variable: "$.value", IsPresent: true },
              { Variable: "$.value", NumericGreaterThan: 1 },
            ],
            Next: `S${further}`,
          },
        ],
    Default: `S${at + 1}`,
  }
}

/** Lets a Choice go back to an earlier Task, where there is one, when an answer asks for it. */
function looped(one: StateDefinition, at: number, states: readonly StateDefinition[]): StateDefinition {
  const back = states.findLastIndex((earlier, index) => index < at && earlier.Type === "Task")
  if (one.Type !== "Choice" || back < 0) return one
  const [first] = one.Choices
  const again =
    first?.Condition === undefined
      ? {
          And: [
            { Variable: "$.again", IsPresent: true },
            { Variable: "$.again", BooleanEquals: true },
          ],
          Next: `S${back}`,
        }
      : { Condition: "{% $exists($states.input.again) and $states.input.again = true %}", Next: `S${back}` }
  return { ...one, Choices: [again, ...one.Choices] }
}

const retriers: fc.Arbitrary<readonly Retrier[]> = array(
  record<Retrier>(
    {
      ErrorEquals: constantFrom(["States.ALL"], ["Made.Up"], ["States.TaskFailed"], ["States.Timeout", "Other"]),
      IntervalSeconds: integer({ min: 1, max: 3 }),
      MaxAttempts: integer({ min: 0, max: 2 }),
      JitterStrategy: constantFrom("FULL", "NONE"),
    },
    { requiredKeys: ["ErrorEquals"] },
  ),
  { minLength: 1, maxLength: 2 },
)

/** Retry and Catch; a catcher goes to the end of its level. */
function handled(
  jsonata: Language,
  target: string | undefined,
): fc.Arbitrary<{ Retry?: readonly Retrier[]; Catch?: readonly Catcher[] }> {
  if (target === undefined) return record({ Retry: retriers }, { requiredKeys: [] })
  const data = jsonata
    ? { Assign: { e: "{% $states.errorOutput %}" }, Output: { error: "{% $states.errorOutput.Error %}" } }
    : { ResultPath: "$.caught" }
  const catchers = constantFrom(["States.ALL"], ["Made.Up"], ["States.TaskFailed"]).map((ErrorEquals): Catcher[] => [
    { ErrorEquals, Next: target, ...data },
  ])
  return record({ Retry: retriers, Catch: catchers }, { requiredKeys: [] })
}

function map(
  depth: number,
  jsonata: Language,
  target: string | undefined,
): fc.Arbitrary<Extract<StateDefinition, { Type: "Map" }>> {
  return fc
    .tuple(
      level(depth - 1, jsonata),
      constantFrom(...mapFields(jsonata)),
      constantFrom(0, 1, 2),
      handled(jsonata, target),
    )
    .map(([processor, fields, MaxConcurrency, handling]) => {
      const { distributed, ...rest } = fields
      return {
        Type: "Map",
        MaxConcurrency,
        ...rest,
        ItemProcessor: {
          ...processor,
          ProcessorConfig: distributed
            ? { Mode: "DISTRIBUTED" as const, ExecutionType: "STANDARD" as const }
            : { Mode: "INLINE" as const },
        },
        ...handling,
      }
    })
}

function mapFields(jsonata: Language): readonly { readonly distributed: boolean; readonly [field: string]: Json }[] {
  if (jsonata) {
    return [
      { distributed: false, Items: [1, 2, 3] },
      { distributed: false, Items: { a: 1, b: [2] }, ItemSelector: { u: "{% $uuid() %}" } },
      { distributed: true, Items: "{% [1..4] %}", ToleratedFailureCount: 1 },
      { distributed: true, Items: [1, 2, 3, 4], ToleratedFailurePercentage: 50, ItemBatcher: { MaxItemsPerBatch: 2 } },
    ]
  }
  const reader = {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig: { InputType: "JSONL" },
    Parameters: { Bucket: "b", Key: "k" },
  }
  return [
    { distributed: false, ItemsPath: "States.ArrayRange(1, 3, 1)" },
    { distributed: false, ItemsPath: "$.items", ItemSelector: { "v.$": "$$.Map.Item.Value", "u.$": "States.UUID()" } },
    { distributed: true, ItemsPath: "States.Array(1, 2, 3)", Label: "L", ToleratedFailureCount: 1 },
    { distributed: true, ItemReader: reader },
  ]
}
