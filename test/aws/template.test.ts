import { bookTrip } from "@stepwright/example-travel/workflow"
import { placeOrder } from "@stepwright/example-orders/workflow"
import { type AwsArtifacts, awsTemplate, type Template, type Value } from "@stepwright/adapters/aws"
import { secret, task, workflow } from "@stepwright/dsl"
import { beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { drawCase } from "../saga/case.ts"
import { write } from "../saga/write.ts"
import { beside, integrations } from "./integrations/index.ts"
import { appOf, deployable, roleStatements } from "./kit/deployed.ts"
import { here } from "./kit/facts.ts"
import { inlined, packaged } from "./kit/packaged.ts"
import { decide } from "./kit/policy.ts"
import { type Answers, resolved } from "./kit/resolve.ts"
import { faultsOf, metricsOf } from "./kit/spec.ts"
import { text } from "./kit/text.ts"
import { diagnosed } from "./kit/validated.ts"

const tags = { project: "shop" }
const key: Answers = {
  EncryptionKeyArn: `${here("kms")}key/own`,
  AlarmEmail: "people@shop.example",
  ReleaseType: "LINEAR",
}

const seed = Number(process.env.STEPWRIGHT_SEED ?? Math.floor(Math.random() * 2 ** 31))
const drawn = Array.from({ length: 6 }, (_, number) => ({
  title: `a random saga (STEPWRIGHT_SEED=${seed}, case ${number})`,
  made: () => deployable(appOf(write(drawCase(seed, number).body).all, { tags })),
}))

const beats = task("beats", { input: z.object({ card: secret(z.string()) }), timeout: "5m", heartbeat: "30s" })
const slow = workflow("slow", { input: z.object({ card: z.string() }) }, (w, { card }) => w.run(beats({ card })))
const quick = workflow("quick", { type: "EXPRESS" }, (w) => w.run(task("look", { input: z.object({}) })({})))

const apps: readonly { readonly title: string; readonly made: () => AwsArtifacts }[] = [
  { title: "the orders", made: () => deployable(appOf([placeOrder], { tags })) },
  { title: "the travels", made: () => deployable(appOf([bookTrip], { tags })) },
  {
    title: "both, and one that waits by token, and an Express one",
    made: () => deployable(appOf([placeOrder, bookTrip, slow, quick], { tags })),
  },
  {
    title: "nothing logged or traced",
    made: () => deployable(appOf([quick], { tags, logLevel: "OFF", tracing: false })),
  },
  ...drawn,
]

/** A parameter that a resource of the plan asks for has no default. */
function answersFor({ Parameters: parameters }: Template, more: Answers = {}): Answers {
  const open = Object.entries(parameters).filter(([, { Default: preset }]) => preset === undefined)
  return {
    ...Object.fromEntries(open.map(([name]) => [name, "arn:aws:states:eu-west-1:111122223333:stateMachine:a/b/c"])),
    ...more,
  }
}

describe("templates", () => {
  it.each(apps)("are what CloudFormation's resource schemas take: $title", ({ made }) => {
    const template = packaged(made().template)
    expect(faultsOf(template)).toEqual([])
    expect(faultsOf(template, key)).toEqual([])
  })

  it.each(apps)("pass AWS's validator, their definitions with them: $title", ({ made }) => {
    const { template, definitions } = made()
    expect(diagnosed(packaged(template))).toEqual([])
    expect(diagnosed(inlined(template, definitions))).toEqual([])
  })

  it.each(integrations)("are valid with a role for $title", ({ workflow, answers }) => {
    const called = beside.filter(({ name }) => workflow.workflows.has(name))
    const template = packaged(deployable(appOf([workflow, ...called])).template)
    expect(faultsOf(template, answersFor(template, answers))).toEqual([])
  })
})

describe("the validators", () => {
  const { template } = deployable(appOf([placeOrder], { tags }))

  /** The template with one property of one resource changed; `undefined` removes it. */
  function bent(id: string, property: string, value: Value | undefined, base = packaged(template)): Template {
    const resource = base.Resources[id]
    if (resource === undefined) throw new Error(`nothing is called ${id}`)
    const { [property]: _, ...rest } = resource.Properties ?? {}
    return {
      ...base,
      Resources: {
        ...base.Resources,
        [id]: { ...resource, Properties: value === undefined ? rest : { ...rest, [property]: value } },
      },
    }
  }

  const machine = "PlaceOrderStateMachine"
  const wrong: readonly (readonly [title: string, template: Template])[] = [
    ["an unknown property", bent("DeadLetterQueue", "Retention", 1)],
    ["a missing property", bent(machine, "RoleArn", undefined)],
    ["a text for a number", bent("ChargeCardFunction", "Timeout", "ten")],
    ["a value that is none of an enum", bent(machine, "StateMachineType", "FAST")],
    ["a reference to nothing", bent(machine, "RoleArn", { Ref: "Nobody" })],
    [
      "an attribute that is not there",
      bent(machine, "RoleArn", { "Fn::GetAtt": ["PlaceOrderStateMachineRole", "Nothing"] }),
    ],
    ["a text that names nothing", bent(machine, "StateMachineName", { "Fn::Sub": "${Nobody}-x" })],
    ["a circle", bent("PlaceOrderStateMachineRole", "Description", { Ref: machine })],
    ["an unknown property, inside", bent(machine, "TracingConfiguration", { Enabled: true, Loudly: true })],
  ]

  it.each(wrong)("notice %s", (_, template) => {
    expect(faultsOf(template)).not.toEqual([])
    expect(diagnosed(template)).not.toEqual([])
  })

  it("notice a definition that AWS would refuse", () => {
    const { definitions } = deployable(appOf([placeOrder], { tags }))
    const text = definitions["place-order.asl.json"]?.replace('"StartAt": "Saga start"', '"StartAt": "nowhere"') ?? ""
    expect(diagnosed(inlined(template, { "place-order.asl.json": text }))).not.toEqual([])
  })
})

describe("the orders' template", () => {
  let made: AwsArtifacts
  let template: Template
  beforeAll(() => {
    made = deployable(appOf([placeOrder]))
    template = resolved(made.template)
  })
  const propertiesOf = (id: string | undefined): Readonly<Record<string, unknown>> =>
    template.Resources[id ?? ""]?.Properties ?? {}

  it("fills in every placeholder of the definition, and no other text", () => {
    const text = made.definitions["place-order.asl.json"] ?? ""
    const placeholders = [...new Set([...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name = ""]) => name))]
    expect(Object.keys(propertiesOf("PlaceOrderStateMachine").DefinitionSubstitutions as object).toSorted()).toEqual(
      placeholders.toSorted(),
    )
  })

  it("calls published versions of functions, which only the state machine may call", () => {
    expect(propertiesOf("PlaceOrderStateMachine").DefinitionSubstitutions).toMatchObject({
      ChargeCard: `${here("lambda")}function:shop-charge-card:7`,
      DeadLetters: "https://sqs.eu-west-1.amazonaws.com/111122223333/stack-DeadLetterQueue",
    })
  })

  it("gives a function its task's timeout and memory, or the defaults", () => {
    expect(propertiesOf(made.parts.tasks["charge-card"]?.function)).toMatchObject({
      Timeout: 10,
      MemorySize: 256,
      Architectures: ["arm64"],
      Runtime: "nodejs24.x",
    })
    expect(propertiesOf(made.parts.tasks["check-order"]?.function)).toMatchObject({ Timeout: 60 })
  })

  it("gives a function the most that any step gives it, and the default where one gives none", () => {
    const work = task("work", { input: z.object({}) })
    const timeoutOf = (...timeouts: readonly ("5s" | "2m" | undefined)[]): unknown => {
      const flow = workflow("flow", {}, (w) => {
        for (const [at, timeout] of timeouts.entries())
          w.run(work({}), { name: `step ${at}`.replace(" ", "-"), ...(timeout === undefined ? {} : { timeout }) })
        return null
      })
      return deployable(appOf([flow])).template.Resources.WorkFunction?.Properties?.Timeout
    }
    expect(timeoutOf("5s")).toBe(5)
    expect(timeoutOf("5s", "2m")).toBe(120)
    expect(timeoutOf("5s", undefined)).toBe(60)
    expect(timeoutOf("2m", undefined)).toBe(120)
  })

  it("lets a function write to its own logs, and do nothing else", () => {
    const statements = roleStatements(made.template, "ChargeCardFunctionRole")
    const own = `${here("logs")}log-group:/aws/lambda/shop-charge-card:log-stream:1`
    expect(decide(statements, { action: "logs:PutLogEvents", resource: own })).toBe("allowed")
    expect(decide(statements, { action: "logs:PutLogEvents", resource: own.replace("charge", "refund") })).toBe(
      "not allowed",
    )
    expect(decide(statements, { action: "logs:CreateLogGroup", resource: own })).toBe("not allowed")
    expect(statements.flatMap(({ Action: actions = [] }) => actions)).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ])
  })

  it("lets roles be taken on by what they are for, and by nothing else of the service", () => {
    for (const [id, principal, arn] of [
      ["PlaceOrderStateMachineRole", "states.amazonaws.com", `${here("states")}stateMachine:shop-place-order`],
      ["ChargeCardFunctionRole", "lambda.amazonaws.com", `${here("lambda")}function:shop-charge-card`],
    ] as const) {
      const { AssumeRolePolicyDocument: policy } = propertiesOf(id)
      expect(policy).toMatchObject({
        Statement: [
          {
            Principal: { Service: principal },
            Condition: {
              StringEquals: { "aws:SourceAccount": "111122223333" },
              ArnLike: { "aws:SourceArn": expect.arrayContaining([arn, `${arn}:*`]) as unknown },
            },
          },
        ],
      })
    }
  })

  it("sounds alarms about metrics that there are, at the topic", () => {
    const alarms = Object.entries(template.Resources).filter(([, { Type: type }]) => type === "AWS::CloudWatch::Alarm")
    const known = new Set(
      ["AWS::StepFunctions::StateMachine", "AWS::Lambda::Function", "AWS::SQS::Queue"].flatMap((type) => [
        ...metricsOf(type),
      ]),
    )
    for (const [, { Properties: alarm = {} }] of alarms) {
      expect(known).toContain(`${text(alarm.Namespace)} ${text(alarm.MetricName)}`)
      expect(alarm.AlarmActions).toEqual([`${here("sns")}stack-AlarmTopic`])
    }
    expect(alarms).toHaveLength(3 + 2 * 9 + 1)
  })

  it("keeps what could not be undone for two weeks, encrypted, even when the stack goes", () => {
    expect(template.Resources.DeadLetterQueue).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true },
    })
  })

  it("tells of sagas that left something standing, by execution", () => {
    expect(propertiesOf("UnfinishedSagasRule")).toMatchObject({
      EventPattern: { detail: { stateMachineArn: [`${here("states")}stateMachine:shop-place-order`] } },
    })
  })

  it("uses one key of the deployment's own wherever data rests", () => {
    const { Resources: resources } = resolved(made.template, key)
    const own = key.EncryptionKeyArn
    expect(resources.PlaceOrderStateMachine?.Properties).toMatchObject({ EncryptionConfiguration: { KmsKeyId: own } })
    expect(resources.PlaceOrderStateMachineLogs?.Properties).toMatchObject({ KmsKeyId: own })
    expect(resources.ChargeCardFunction?.Properties).toMatchObject({ KmsKeyArn: own })
    expect(resources.DeadLetterQueue?.Properties).toEqual({ MessageRetentionPeriod: 14 * 86_400, KmsMasterKeyId: own })
    const machine = roleStatements(made.template, "PlaceOrderStateMachineRole", key)
    const use = { action: "kms:GenerateDataKey", resource: String(own) }
    const context = (name: string, value: string) => ({ ...use, context: { [name]: value } })
    const self = `${here("states")}stateMachine:shop-place-order`
    expect(decide(machine, context("kms:EncryptionContext:aws:states:stateMachineArn", self))).toBe("allowed")
    expect(decide(machine, context("kms:EncryptionContext:aws:states:stateMachineArn", `${self}-2`))).toBe(
      "not allowed",
    )
    expect(decide(machine, use)).toBe("not allowed")
  })
})

describe("what executions say in logs", () => {
  const included = (made: AwsArtifacts, id: string): unknown =>
    made.template.Resources[id]?.Properties?.LoggingConfiguration

  it("is what they were given, but for workflows that know a secret", () => {
    const made = deployable(appOf([slow, quick]))
    expect(included(made, "SlowStateMachine")).toMatchObject({ Level: "ERROR", IncludeExecutionData: false })
    expect(included(made, "QuickStateMachine")).toMatchObject({ Level: "ALL", IncludeExecutionData: true })
  })
})

describe("a task that answers by token", () => {
  it("may answer its own state machine, and no other", () => {
    const { template } = deployable(appOf([slow, placeOrder]))
    const statements = roleStatements(template, "BeatsFunctionRole")
    const machine = `${here("states")}stateMachine:shop-slow`
    for (const action of ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"]) {
      expect(decide(statements, { action, resource: machine })).toBe("allowed")
      expect(decide(statements, { action, resource: `${here("states")}stateMachine:shop-place-order` })).toBe(
        "not allowed",
      )
      expect(decide(roleStatements(template, "ChargeCardFunctionRole"), { action, resource: machine })).toBe(
        "not allowed",
      )
    }
  })

  it("is not one that hands a token on to somebody else", () => {
    const ask = task("ask", { input: z.object({ token: z.string() }) })
    const asking = workflow("asking", {}, (w) => w.callback(({ token }) => ask({ token }), { output: z.unknown() }))
    const statements = roleStatements(deployable(appOf([asking])).template, "AskFunctionRole")
    expect(
      statements.flatMap(({ Action: actions = [] }) => actions).filter((action) => action.startsWith("states:")),
    ).toEqual([])
  })
})

describe("what is written", () => {
  const orders = appOf([placeOrder])
  const both = appOf([placeOrder, bookTrip])

  it("is the same for the same app, in whatever order its workflows come", () => {
    const text = (workflows: typeof both.workflows): string => JSON.stringify(awsTemplate({ ...both, workflows }))
    expect(text(both.workflows.toReversed())).toBe(text(both.workflows))
  })

  it("keeps its logical ids when workflows are added", () => {
    const more = awsTemplate(both).template.Resources
    for (const [id, resource] of Object.entries(awsTemplate(orders).template.Resources))
      expect(more[id]?.Type, id).toBe(resource.Type)
  })

  it("publishes a version for another code or configuration, and none without", () => {
    const versionOf = (
      digest: string,
      memory: number,
      tagged: Readonly<Record<string, string>> = {},
    ): string | undefined =>
      awsTemplate({ ...orders, code: (name) => ({ path: name, digest }), options: { memory, tags: tagged } }).parts
        .tasks["charge-card"]?.version
    expect(versionOf("a", 256)).toBe(versionOf("a", 256))
    expect(versionOf("a", 256, tags)).toBe(versionOf("a", 256))
    expect(versionOf("b", 256)).not.toBe(versionOf("a", 256))
    expect(versionOf("a", 512)).not.toBe(versionOf("a", 256))
  })

  it("takes what stands behind a resource from the caller", () => {
    const { workflow: orderly } = integrations.find(({ title }) => title === "dynamodb:getItem") ?? {}
    if (orderly === undefined) throw new Error("there is no such integration")
    for (const [value, on] of [
      ["Mine", "Mine"],
      [{ Ref: "AWS::StackName" }, "stack"],
      [{ "Fn::Join": ["-", ["a", "b"]] }, undefined],
    ] as const) {
      const { template } = deployable(appOf([orderly], { resources: { orders: value } }))
      expect(Object.keys(template.Parameters)).not.toContain("OrdersTableName")
      if (on !== undefined)
        expect(
          decide(roleStatements(template, "CallerStateMachineRole"), {
            action: "dynamodb:GetItem",
            resource: `${here("dynamodb")}table/${on}`,
          }),
        ).toBe("allowed")
      else
        expect(JSON.stringify(template.Resources.CallerStateMachineRole)).toContain(
          '{"OrdersTableName":{"Fn::Join":["-",["a","b"]]}}',
        )
    }
  })
})
