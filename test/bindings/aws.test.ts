import { hash } from "node:crypto"

import { openBindings } from "@stepwright/adapters/bindings"
import { afterEach, expect, it, vi } from "vitest"

import { asked, type Heard, listening, type Said } from "./lab.ts"

afterEach(() => vi.unstubAllEnvs())

const lambda = (name: string): string => `arn:aws:lambda:us-east-1:111111111111:function:${name}`
const json = (value: unknown): string => JSON.stringify(value)

/** Speaks as much of AWS's protocols as the tests ask for. */
function aws({ path, headers, body }: Heard): Said {
  const said = (body: unknown, status = 200): Said => ({
    status,
    headers: { "x-amzn-requestid": "r-1" },
    body: json(body),
  })
  const [, called] = /^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(path) ?? []
  if (called !== undefined) return invocation(decodeURIComponent(called), body)
  if (path === "/bucket/key?x-id=GetObject") return { headers: { "content-type": "text/plain" }, body: "hello" }
  switch (String(headers["x-amz-target"])) {
    case "AmazonSQS.SendMessage": {
      const { MessageBody } = JSON.parse(body) as { readonly MessageBody: string }
      return said({ MessageId: "m-1", MD5OfMessageBody: hash("md5", MessageBody, "hex") })
    }
    case "DynamoDB_20120810.PutItem":
      return said(
        { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", message: "It is there" },
        400,
      )
    case "DynamoDB_20120810.DescribeTable":
      return said({ Table: { TableName: "orders", CreationDateTime: 1_700_000_000 } })
    case "AWSEvents.PutEvents":
      return said({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] })
    default:
      return said({ __type: "UnknownOperationException" }, 400)
  }
}

function invocation(name: string, body: string): Said {
  if (name.endsWith("missing")) {
    const headers = { "x-amzn-errortype": "ResourceNotFoundException", "x-amzn-requestid": "r-2" }
    return { status: 404, headers, body: json({ Message: "Function not found" }) }
  }
  if (name.endsWith("failing")) {
    const headers = { "x-amz-function-error": "Unhandled" }
    return { headers, body: json({ errorType: "Card.Declined", errorMessage: "expired", trace: [] }) }
  }
  return { headers: { "x-amz-executed-version": "7" }, body: json({ got: JSON.parse(body) as unknown }) }
}

it("resources that are bound to AWS are called there, by its SDK, and answer as Step Functions has it", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDTEST")
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret")
  await using server = await listening(aws)
  const place = { region: "eu-west-1", endpoint: server.url }
  const resources = await openBindings({
    resources: {
      "arn:aws:lambda:*": { aws: place },
      "arn:aws:states:::lambda:invoke": { aws: place },
      "arn:aws:states:::sqs:sendMessage": { aws: place },
      "dynamodb:putItem": { aws: place },
      "events:putEvents": { aws: place },
      "aws-sdk:*": { aws: place },
      "sqs:sendMessageBatch*": { aws: { region: "eu-west-1", endpoint: "http://127.0.0.1:1" } },
    },
  })
  const answers = await asked(resources, [
    [lambda("adding"), { n: 1 }],
    [lambda("missing"), {}],
    [lambda("failing"), {}],
    ["arn:aws:states:::lambda:invoke", {}, { Parameters: { FunctionName: "adding:7", Payload: { n: 2 } } }],
    ["arn:aws:states:::sqs:sendMessage", {}, { Parameters: { QueueUrl: `${server.url}/1/q`, MessageBody: { n: 3 } } }],
    ["arn:aws:states:::dynamodb:putItem", {}, { Parameters: { TableName: "orders", Item: { id: { S: "1" } } } }],
    ["arn:aws:states:::events:putEvents", {}, { Parameters: { Entries: [{ Source: "shop", Detail: { n: 4 } }] } }],
    ["arn:aws:states:::aws-sdk:dynamodb:describeTable", {}, { Parameters: { TableName: "orders" } }],
    ["arn:aws:states:::aws-sdk:s3:getObject", {}, { Parameters: { Bucket: "bucket", Key: "key" } }],
    ["arn:aws:states:::aws-sdk:sqs:makeTea", {}, { Parameters: {} }],
    ["arn:aws:states:::aws-sdk:polly:listVoices", {}, { Parameters: {} }],
    ["arn:aws:states:::aws-sdk:dynamodb:listTables", {}, { Parameters: {} }],
  ])
  const ends = answers.map(({ status, output, error }) => (status === "SUCCEEDED" ? output : error))
  const facts = {
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: expect.any(String) as unknown },
  }
  expect(ends).toEqual([
    { got: { n: 1 } },
    "Lambda.ResourceNotFoundException",
    "Card.Declined",
    { ExecutedVersion: "7", Payload: { got: { n: 2 } }, StatusCode: 200, ...facts },
    { MessageId: "m-1", MD5OfMessageBody: hash("md5", '{"n":3}', "hex"), ...facts },
    "DynamoDB.ConditionalCheckFailedException",
    "EventBridge.FailedEntry",
    { Table: { TableName: "orders", CreationDateTime: "2023-11-14T22:13:20.000Z" } },
    expect.objectContaining({ Body: "hello", ContentType: "text/plain" }) as unknown,
    "Stepwright.Unbound",
    "Stepwright.Unbound",
    "DynamoDb.UnknownOperationException",
  ])
  expect(answers[5]?.cause).toBe("It is there (Service: DynamoDB, Status Code: 400, Request ID: r-1)")
  const events = server.heard.find(({ headers }) => headers["x-amz-target"] === "AWSEvents.PutEvents")
  expect(JSON.parse(events?.body ?? "")).toEqual({ Entries: [{ Source: "shop", Detail: '{"n":4}' }] })
  expect(server.heard[0]?.headers.authorization).toMatch(/Credential=AKIDTEST\/\d+\/eu-west-1\/lambda\//)
})
