import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import type { Template } from "@stepwright/adapters/aws"
import { StepwrightApp, StepwrightAppError, type StepwrightAppProps } from "@stepwright/adapters/cdk"
import { aws, resource, task, workflow } from "@stepwright/dsl"
import * as orderHandlers from "@stepwright/example-orders/handlers"
import { placeOrder } from "@stepwright/example-orders/workflow"
import * as travelHandlers from "@stepwright/example-travel/handlers"
import { bookTrip } from "@stepwright/example-travel/workflow"
import { App, Stack, Tags } from "aws-cdk-lib"
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb"
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { Key } from "aws-cdk-lib/aws-kms"
import { Queue } from "aws-cdk-lib/aws-sqs"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { z } from "zod"

import { here } from "../aws/kit/facts.ts"
import { type Answers, resolved } from "../aws/kit/resolve.ts"
import { faultsOf } from "../aws/kit/spec.ts"
import { asPlain, assetFiles, type Plain, plain } from "./plain.ts"
import * as shop from "./shop.ts"
import { type Synthesis, synthesised } from "./synthesis.ts"

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const orders = {
  workflows: [placeOrder],
  handlers: { file: fileOf("examples/orders/handlers.ts"), exports: orderHandlers },
} satisfies StepwrightAppProps
const travels = {
  workflows: [bookTrip],
  handlers: { file: fileOf("examples/travel/handlers.ts"), exports: travelHandlers },
} satisfies StepwrightAppProps

const small = {
  workflows: [shop.sell],
  handlers: { file: fileOf("test/cdk/shop.ts"), exports: shop },
} satisfies StepwrightAppProps

/** The small shop, and the same without the CDK: made once, for bundles take their time. */
let [sold, bare]: [Synthesis?, Plain?] = []

beforeAll(() => {
  // Bundles are made of the packages' sources.
  vi.stubEnv("NODE_OPTIONS", "--conditions=@stepwright/source")
  sold = synthesised(small)
  bare = plain(small)
})
afterAll(() => {
  vi.unstubAllEnvs()
  sold?.[Symbol.dispose]()
  bare?.[Symbol.dispose]()
})

/** A workflow without tasks: nothing is bundled. */
const save = workflow("save", { input: z.object({ id: z.string() }) }, (w, { id }) => {
  w.run(aws.dynamodb.putItem({ TableName: resource("orders"), Item: { id: { S: id } } }))
  w.run(aws.sqs.sendMessage({ QueueUrl: resource("mail"), MessageBody: id }))
})

/** What differs between templates, every expression of them replaced by what it comes to. */
function differences(synthesis: Synthesis, of: Plain, answers: Answers = {}): readonly string[] {
  const [made, expected] = [resolved(asPlain(synthesis, of)), resolved(of.artifacts.template, answers)]
  const ids = new Set([...Object.keys(made.Resources), ...Object.keys(expected.Resources)])
  const differing = (kind: "Resources" | "Outputs", id: string): boolean =>
    shape(made[kind][id]) !== shape(expected[kind][id])
  return [
    ...[...ids].filter((id) => differing("Resources", id)),
    ...Object.keys(expected.Outputs).filter((id) => differing("Outputs", id)),
  ]
}

/** Members in order of their names; what only conditions said is decided. */
function shape(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (key === "Condition" && typeof member === "string") return undefined
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

describe("a StepwrightApp", () => {
  it.each([
    { title: "the orders", props: orders },
    { title: "the travels", props: travels },
  ])("synthesises to what the plain template comes to: $title", ({ props }) => {
    using synthesis = synthesised(props)
    using without = plain(props)
    expect(Object.keys(without.artifacts.template.Resources).length).toBeGreaterThan(40)
    expect(differences(synthesis, without)).toEqual([])
    expect(faultsOf(ownOf(synthesis.template))).toEqual([])
    expect(Object.keys(synthesis.template.Parameters)).toEqual(["BootstrapVersion"])
    // The comparison can fail.
    const { Resources } = synthesis.template as { Resources: Record<string, { Properties: Record<string, unknown> }> }
    const role = synthesis.idOf(props === orders ? "ChargeCardFunctionRole" : "PayFunctionRole")
    Resources[role]!.Properties.Description = "another"
    delete Resources[synthesis.idOf("DeadLettersAlarm")]
    expect(differences(synthesis, without).toSorted()).toEqual(
      ["DeadLettersAlarm", props === orders ? "ChargeCardFunctionRole" : "PayFunctionRole"].toSorted(),
    )
  })

  it("puts given values in the place of parameters, those of resources among them", () => {
    const answers = {
      NamePrefix: "shop-test",
      AlarmEmail: "people@shop.example",
      ReleaseType: "LINEAR",
      ReleasePercentage: 20,
      LogRetentionDays: 90,
    }
    using synthesis = synthesised((stack) => ({
      ...small,
      parameters: { ...answers, EncryptionKeyArn: new Key(stack, "Key").keyArn },
    }))
    const without = bare!
    const made = Object.keys(synthesis.template.Resources).find((id) => id.startsWith("Key")) ?? ""
    expect(made).not.toBe("")
    const key = `${here("kms")}key/key-of-${made}`
    // The key itself is not of the app.
    expect(differences(synthesis, without, { ...answers, EncryptionKeyArn: key })).toEqual([made])
  })

  it("makes each bundle and each definition an asset", () => {
    const [synthesis, without] = [sold!, bare!]
    const { tasks } = without.artifacts.parts
    expect(Object.keys(tasks)).toHaveLength(3)
    for (const [task, { function: id }] of Object.entries(tasks)) {
      const { S3Key: key = "" } = (synthesis.template.Resources[synthesis.idOf(id)]?.Properties?.Code ?? {}) as {
        S3Key?: string
      }
      const asset = assetFiles(synthesis.files).find((one) => one.key === key)
      for (const name of ["index.mjs", "index.mjs.map"])
        expect(
          synthesis.files
            .get(`${asset?.path}/${name}`)
            ?.equals(readFileSync(join(without.folder, "functions", task, name))),
        ).toBe(true)
    }
    const definition = assetFiles(synthesis.files).find(({ displayName }) => displayName.endsWith("Definition"))
    expect(synthesis.files.get(definition?.path ?? "")?.toString()).toBe(without.artifacts.definitions["sell.asl.json"])
  })

  it("synthesises to the same bytes each time", () => {
    const first = sold!
    using second = synthesised(small)
    // They hold stack traces, ids and times of their own.
    const compared = [...first.files].filter(
      ([path]) => !/^(?:manifest|Shop\.metadata|validation-report)\.json$/.test(path),
    )
    expect(compared.length).toBeGreaterThan(8)
    for (const [path, content] of compared)
      expect([path, second.files.get(path)?.equals(content)]).toEqual([path, true])
  })

  it("shows what is changed of its parts, and publishes functions anew", () => {
    const before = sold!
    using after = synthesised(small, (app) => {
      const { cfnFunction, cfnAlarms } = app.function("charge-card")
      cfnFunction.memorySize = 1024
      cfnAlarms.errors.threshold = 50
      app.function("print-label").cfnFunction.addPropertyOverride("Timeout", 77)
      // Of these no version knows.
      app.function("refund-card").cfnFunction.reservedConcurrentExecutions = 3
      Tags.of(app).add("team", "shop")
      app.stateMachine("sell").cfnStateMachine.tracingConfiguration = { enabled: false }
      app.alarmTopic.cfnTopic.displayName = "the shop's"
      if (app.deadLetterQueue !== undefined) app.deadLetterQueue.cfnQueue.messageRetentionPeriod = 60
      app.resource("DeadLettersAlarm").addPropertyOverride("Threshold", 2)
    })
    const propertiesOf = (id: string): Readonly<Record<string, unknown>> =>
      after.template.Resources[after.idOf(id)]?.Properties ?? {}
    expect(propertiesOf("ChargeCardFunction")).toMatchObject({ MemorySize: 1024 })
    expect(propertiesOf("ChargeCardFunctionErrorsAlarm")).toMatchObject({ Threshold: 50 })
    expect(propertiesOf("PrintLabelFunction")).toMatchObject({ Timeout: 77 })
    expect(propertiesOf("RefundCardFunction")).toMatchObject({
      ReservedConcurrentExecutions: 3,
      Tags: [{ Key: "team", Value: "shop" }],
    })
    expect(propertiesOf("SellStateMachine")).toMatchObject({ TracingConfiguration: { Enabled: false } })
    expect(propertiesOf("AlarmTopic")).toMatchObject({ DisplayName: "the shop's" })
    expect(propertiesOf("DeadLetterQueue")).toMatchObject({ MessageRetentionPeriod: 60 })
    expect(propertiesOf("DeadLettersAlarm")).toMatchObject({ Threshold: 2 })
    const versions = ({ template }: Synthesis): ReadonlySet<string> =>
      new Set(Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === "AWS::Lambda::Version"))
    const published = [...versions(after)].filter((id) => !versions(before).has(id))
    expect(published.map((id) => id.replace(/[0-9A-F]{8}Version.*/, "")).toSorted()).toEqual([
      "OrdersChargeCardFunction",
      "OrdersPrintLabelFunction",
    ])
    // The state machine calls the version that is published.
    const { DefinitionSubstitutions: calls } = propertiesOf("SellStateMachine")
    const called = (calls as { ChargeCard: { Ref: string } }).ChargeCard.Ref
    expect(published).toContain(called)
  })

  it("grants by constructs of the CDK, and names what it grants", () => {
    using synthesis = synthesised(small, (app, stack) => {
      const caller = new Role(stack, "Caller", { assumedBy: new ServicePrincipal("ec2.amazonaws.com") })
      const { stateMachine, role, aliasArn } = app.stateMachine("sell")
      expect(app.stateMachine("sell").stateMachine).toBe(stateMachine)
      stateMachine.grantStartExecution(caller)
      role.addToPrincipalPolicy(
        new PolicyStatement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::books/list"] }),
      )
      const { function: charge, version } = app.function("charge-card")
      charge.grantInvoke(caller)
      version.grantInvoke(caller)
      charge.addToRolePolicy(new PolicyStatement({ actions: ["s3:PutObject"], resources: ["arn:aws:s3:::bank/list"] }))
      app.deadLetterQueue?.queue.grantConsumeMessages(caller)
      app.alarmTopic.topic.addSubscription(new EmailSubscription("others@shop.example"))
      stack.exportValue(aliasArn)
    })
    const policies = Object.values(synthesis.template.Resources).filter(({ Type }) => Type === "AWS::IAM::Policy")
    const policyOf = (role: string): string =>
      JSON.stringify(policies.find(({ Properties }) => JSON.stringify(Properties?.Roles).includes(role)))
    const caller = Object.keys(synthesis.template.Resources).find((id) => id.startsWith("Caller")) ?? ""
    const granted = policyOf(caller)
    expect(granted).toContain(
      `"Action":"states:StartExecution","Effect":"Allow","Resource":{"Ref":"${synthesis.idOf("SellStateMachine")}"}`,
    )
    expect(granted).toContain("lambda:InvokeFunction")
    expect(granted).toContain("sqs:ReceiveMessage")
    expect(policyOf(synthesis.idOf("SellStateMachineRole"))).toContain("arn:aws:s3:::books/list")
    expect(policyOf(synthesis.idOf("ChargeCardFunctionRole"))).toContain("arn:aws:s3:::bank/list")
    expect(JSON.stringify(synthesis.template.Resources)).toContain("others@shop.example")
  })

  it("binds resources to what the stack holds, and permissions name it", () => {
    using synthesis = synthesised((stack) => ({
      workflows: [save],
      resources: {
        orders: new Table(stack, "Table", { partitionKey: { name: "id", type: AttributeType.STRING } }).tableName,
        mail: new Queue(stack, "Mail").queueUrl,
      },
    }))
    const { Resources } = synthesis.template
    const idLike = (start: string): string => Object.keys(Resources).find((id) => id.startsWith(start)) ?? ""
    const role = JSON.stringify(Resources[synthesis.idOf("SaveStateMachineRole")])
    expect(role).toContain(`"Action":"dynamodb:PutItem","Resource":{"Fn::Sub":`)
    expect(role).toContain(`{"Ref":"${idLike("Table")}"}`)
    expect(role).toContain(`"Action":"sqs:SendMessage"`)
    expect(role).toContain(`{"Ref":"${idLike("Mail")}"}`)
    const machine = Resources[synthesis.idOf("SaveStateMachine")]?.Properties
    expect(machine?.DefinitionSubstitutions).toEqual({
      Orders: { Ref: idLike("Table") },
      Mail: { Ref: idLike("Mail") },
    })
    expect(Object.keys(synthesis.template.Parameters)).toEqual(["BootstrapVersion"])
  })

  it("reads a table's ARN as one, and asks for what it is not given", () => {
    using synthesis = synthesised((stack) => ({
      workflows: [save],
      resources: {
        orders: new Table(stack, "Table", { partitionKey: { name: "id", type: AttributeType.STRING } }).tableArn,
      },
    }))
    const role = JSON.stringify(synthesis.template.Resources[synthesis.idOf("SaveStateMachineRole")])
    expect(role).toMatch(/"Action":"dynamodb:PutItem","Resource":\{"Fn::GetAtt":\["Table\w+","Arn"\]\}/)
    expect(Object.keys(synthesis.template.Parameters).toSorted()).toEqual([
      "BootstrapVersion",
      expect.stringMatching(/^OrdersMailQueueUrl/),
    ])
    expect(JSON.stringify(synthesis.template.Metadata)).toContain("Orders: What the workflows use")
  })

  it("is synthesised alike by the command of the CDK", () => {
    const output = mkdtempSync(join(tmpdir(), "stepwright-cdk-command-"))
    const program = `${process.execPath} --conditions=@stepwright/source ${fileOf("test/cdk/cdk-app.ts")}`
    const options = ["--quiet", "--no-notices", "--no-version-reporting", "--no-asset-metadata", "--no-path-metadata"]
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk")),
        "synth",
        ...options,
        "--app",
        program,
        "--output",
        output,
      ],
      {
        encoding: "utf8",
        cwd: fileOf("."),
        // It asks nobody: neither for news nor for an account.
        env: {
          ...process.env,
          CDK_DISABLE_CLI_TELEMETRY: "1",
          AWS_EC2_METADATA_DISABLED: "true",
          AWS_REGION: "eu-west-1",
        },
      },
    )
    const synthesised = status === 0 ? readFileSync(join(output, "Shop.template.json"), "utf8") : stderr
    rmSync(output, { recursive: true, force: true })
    expect(synthesised).toBe(sold!.files.get("Shop.template.json")?.toString())
  })

  it("stands beside another in a stack", () => {
    const cdk = new App({ analyticsReporting: false })
    const stack = new Stack(cdk, "Shop")
    for (const id of ["One", "Two"]) new StepwrightApp(stack, id, { workflows: [save] })
    const template = cdk.synth().getStackByName("Shop").template as Template // as CloudFormation takes it
    rmSync(cdk.outdir, { recursive: true, force: true })
    const machines = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::StepFunctions::StateMachine")
    expect(machines.map(({ Properties }) => Properties?.StateMachineName)).toEqual(["One-save", "Two-save"])
  })

  it("tells everything that is wrong at once, with the author's lines", () => {
    const lonely = task("lonely", { input: z.object({}) })
    const wide = workflow("wide", {}, (w) => w.each([1], () => lonely({}), { concurrency: 100 }))
    const open = workflow("open", { input: z.object({ table: z.string() }) }, (w, { table }) => {
      w.run(aws.dynamodb.putItem({ TableName: table, Item: {} }))
      w.run(lonely({}))
    })
    const made = (): Synthesis =>
      synthesised({
        workflows: [wide, open],
        resources: { nobody: "x" },
        parameters: { LogRetentionDays: 2, AlarmEmail: "nobody", NoSuch: 1, FailedExecutionsThreshold: 0 },
        memory: 1,
      })
    expect(made).toThrow(StepwrightAppError)
    const problems = problemsOf(made)
    expect(problems.map(({ code }) => code).toSorted()).toEqual([
      "AWS_OPTION_INVALID",
      "AWS_TARGET_OPEN",
      "AWS_TASK_WITHOUT_HANDLER",
      "CDK_PARAMETER_INVALID",
      "CDK_PARAMETER_INVALID",
      "CDK_PARAMETER_INVALID",
      "CDK_PARAMETER_INVALID",
      "CDK_RESOURCE_UNKNOWN",
      "CONCURRENCY_INLINE",
    ])
    const here = fileURLToPath(import.meta.url)
    for (const code of ["AWS_TARGET_OPEN", "AWS_TASK_WITHOUT_HANDLER", "CONCURRENCY_INLINE"])
      expect(problems.find((problem) => problem.code === code)?.at).toMatchObject({
        file: here,
        line: expect.any(Number),
      })
    expect(made).toThrow(
      /^Shop\/Orders cannot be made:\n {2}test\/cdk\/stepwright-app\.test\.ts:\d+:\d+ CONCURRENCY_INLINE /,
    )
  })

  it("tells which handlers cannot be loaded, and then misses none", () => {
    const lone = workflow("lone", {}, (w) => w.run(task("far", { input: z.object({}) })({})))
    expect(problemsOf(() => synthesised({ workflows: [lone], handlers: ["nowhere.ts"] }))).toMatchObject([
      { code: "CDK_HANDLERS_UNLOADABLE", message: expect.stringContaining("nowhere.ts cannot be loaded") },
    ])
  })

  it("refuses parts that it does not have", () => {
    synthesised({ workflows: [save] }, (app) => {
      expect(() => app.function("save")).toThrow(/CDK_PART_UNKNOWN There is no task 'save'/)
      expect(() => app.stateMachine("safe")).toThrow(/CDK_PART_UNKNOWN There is no workflow 'safe'; there are save\./)
    })[Symbol.dispose]()
  })

  it("warns of what may surprise", () => {
    expect(sold!.messages).toEqual([expect.stringMatching(/^"test\/cdk\/shop\.ts:\d+:\d+ STEP_UNCOMPENSATED /)])
  })
})

function problemsOf(make: () => unknown): StepwrightAppError["problems"] {
  try {
    make()
  } catch (error) {
    if (error instanceof StepwrightAppError) return error.problems
    throw error
  }
  throw new Error("nothing was thrown")
}

/** Without what the CDK adds to ask for its bootstrap stack. */
function ownOf(template: Template): Template {
  const { Description, Resources, Outputs } = template
  return { ...bare!.artifacts.template, Description, Resources, Outputs, Parameters: {}, Conditions: {}, Metadata: {} }
}
