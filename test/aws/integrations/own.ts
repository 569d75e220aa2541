import { aws, type Builder, event, task, type Workflow, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { here } from "../kit/facts.ts"
import { calling, each, type Integration, item, role, s3, self, table, within, told } from "./integration.ts"

const assumed = "arn:aws:iam::444455556666:role/theirs"
const child = workflow("child", {}, () => null)
const quick = workflow("quick", { type: "EXPRESS" }, () => null)
const placed = event("Order placed", z.object({ id: z.string() }), { bus: "orders" })
const work = task("work", { input: z.object({}) })

function embedded(states: Parameters<Builder["asl"]>[0]["States"], start: string): Workflow<never> {
  return calling((w) => w.asl({ StartAt: start, States: states, QueryLanguage: "JSONPath" }))
}

const item1 = {
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "one",
    States: { one: { Type: "Pass", End: true } },
  },
}
const run = (label: string): string => `${here("states")}execution:shop-caller/${label}:one`

/** What is not a service of AWS's that is called: the machine itself, and what belongs to it. */
export const own: readonly Integration[] = [
  {
    title: "a task of ours: any published version of its function",
    workflow: calling((w) => w.run(work({}))),
    calls: within("lambda:InvokeFunction", `${here("lambda")}function:shop-work:7`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:shop-work`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:shop-work-2:7`),
    ],
  },
  {
    title: "an event on a bus that the deployment names",
    workflow: calling((w, { id }) => w.emit(placed({ id }))),
    answers: { OrdersEventBusName: "Orders" },
    calls: each("events:PutEvents", `${here("events")}event-bus/Orders`),
    neighbours: each("events:PutEvents", `${here("events")}event-bus/default`),
  },
  {
    title: "a child workflow that is called",
    workflow: calling((w) => w.call(child)({})),
    calls: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-child`),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-child:one`),
      ...told("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ],
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-child-2`),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
    ],
  },
  {
    title: "a child workflow that is started",
    workflow: calling((w) => w.start(quick)({})),
    calls: each("states:StartExecution", `${here("states")}stateMachine:shop-quick`),
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-caller`),
      ...each("states:DescribeExecution", `${here("states")}execution:shop-quick:one`),
    ],
  },
  {
    title: "a distributed map, over a bucket's objects, into another",
    workflow: embedded(
      {
        all: {
          Type: "Map",
          Label: "files",
          ItemReader: {
            Resource: "arn:aws:states:::s3:listObjectsV2",
            ReaderConfig: { Transformation: "LOAD_AND_FLATTEN", InputType: "JSON" },
            Parameters: { Bucket: "in", Prefix: "new/" },
          },
          ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "out", Prefix: "done/" } },
          ...item1,
          End: true,
        },
      },
      "all",
    ),
    answers: { EncryptionKeyArn: `${here("kms")}key/own` },
    calls: [
      ...each("states:StartExecution", self),
      ...within("states:DescribeExecution states:StopExecution states:RedriveExecution", run("files")),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
      ...each("s3:ListBucket", s3("in")),
      ...within("s3:GetObject", s3("in/new/1.json")),
      ...within(
        "s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload",
        s3("out/done/manifest.json"),
      ),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/own`, {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
      }),
    ],
    neighbours: [
      ...each("states:StartExecution", `${self}-2`),
      ...each("states:DescribeExecution states:StopExecution states:RedriveExecution", run("others")),
      ...each("states:RedriveExecution", `${here("states")}execution:shop-caller:one`),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller-2:one`),
      ...each("s3:ListBucket", s3("out")),
      ...each("s3:GetObject", s3("in/old/1.json")),
      ...each("s3:PutObject", s3("out/other/manifest.json")),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/own`, {
        "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
      }),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/other`, {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
      }),
    ],
  },
  {
    title: "a distributed map without a label, over one object",
    workflow: embedded(
      {
        all: {
          Type: "Map",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "JSON" },
            Parameters: { Bucket: "in", Key: "all.json" },
          },
          ...item1,
          End: true,
        },
      },
      "all",
    ),
    calls: [
      ...each("states:StartExecution", self),
      ...within("states:DescribeExecution states:StopExecution states:RedriveExecution", run("any")),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
      ...each("s3:GetObject", s3("in/all.json")),
    ],
    neighbours: [
      ...each("states:StartExecution", `${self}-2`),
      ...each("states:RedriveExecution", `${here("states")}execution:shop-caller:one`),
      ...each(
        "states:DescribeExecution states:StopExecution states:RedriveExecution",
        `${here("states")}execution:shop-other/any:one`,
      ),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller-2:one`),
      ...each("s3:GetObject", s3("in/some.json")),
    ],
  },
  {
    title: "a call with another account's role needs that role alone",
    workflow: embedded(
      {
        theirs: {
          Type: "Task",
          Resource: "arn:aws:states:::dynamodb:getItem",
          Parameters: { TableName: "theirs", Key: item },
          Credentials: { RoleArn: assumed },
          End: true,
        },
      },
      "theirs",
    ),
    calls: each("sts:AssumeRole", assumed),
    neighbours: [...each("sts:AssumeRole", role("admin")), ...each("dynamodb:GetItem", table("theirs"))],
  },
  {
    title: "an activity needs nothing",
    workflow: embedded({ wait: { Type: "Task", Resource: `${here("states")}activity:people`, End: true } }, "wait"),
    calls: [],
    neighbours: each("states:GetActivityTask states:SendTaskSuccess", `${here("states")}activity:people`),
  },
  {
    title: "a function by its ARN as the resource",
    workflow: embedded({ call: { Type: "Task", Resource: `${here("lambda")}function:old`, End: true } }, "call"),
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:old`),
    neighbours: each("lambda:InvokeFunction", `${here("lambda")}function:older`),
  },
  {
    title: "what is known only at run time, by the author's permission",
    workflow: calling(
      (w, { name }) => w.run(aws.dynamodb.getItem({ TableName: name, Key: item })),
      [
        {
          actions: ["dynamodb:GetItem"],
          resources: ["arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-*"],
        },
      ],
    ),
    calls: within("dynamodb:GetItem", table("shop-orders")),
    neighbours: [...each("dynamodb:GetItem", table("people")), ...each("dynamodb:PutItem", table("shop-orders"))],
  },
]

/** What is deployed beside the caller. */
export const beside: readonly Workflow[] = [child, quick]
