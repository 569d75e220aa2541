import { describe, expect, it } from "vitest"
import { z } from "zod"

import { aws, type Builder, event, type Expr, http, resource, task } from "../index.ts"
import { call, input, literal, nodesOf, type OrderBody, say, stepRef, Text, undo } from "./traced-order.ts"

describe("steps", () => {
  it.each<{ name: string; body: OrderBody; nodes: readonly object[] }>([
    {
      name: "run places a call under its own name or a given one",
      body: (w, i) => {
        w.run(say({ text: i.id }))
        w.run(say({ text: "b" }))
        w.run(say({ text: "c" }), { name: "third", timeout: "10s", heartbeat: "5s", retry: { attempts: 2 } })
      },
      nodes: [
        { id: "n1", name: "say", kind: "run", call: call(input("id")), policy: {} },
        { id: "n2", name: "say-2", call: { input: literal({ text: "b" }) } },
        {
          id: "n3",
          name: "third",
          policy: {
            timeoutSeconds: 10,
            heartbeatSeconds: 5,
            retry: [{ errors: ["States.ALL"], attempts: 2, intervalSeconds: 1, backoffRate: 2, jitter: false }],
          },
        },
      ],
    },
    {
      name: "a compensation refers to the key, input and result of its step",
      body: (w, i) => {
        w.run(say({ text: i.id }), {
          compensate: {
            known: ({ key, result }) => undo({ key, said: result.said }),
            unknown: ({ key, input }) => undo({ key, said: input.text }),
            timeout: "1m",
          },
        })
      },
      nodes: [
        {
          compensate: {
            policy: { timeoutSeconds: 60 },
            known: {
              task: "undo",
              input: {
                fields: [
                  { key: "key", value: { of: { from: "compensated", field: "key" }, path: [] } },
                  { key: "said", value: { of: { from: "compensated", field: "result" }, path: ["said"] } },
                ],
              },
            },
            unknown: {
              input: { fields: [{}, { value: { of: { from: "compensated", field: "input" }, path: ["text"] } }] },
            },
          },
        },
      ],
    },
    {
      name: "sleep waits for seconds, sleepUntil for an instant",
      body: (w, i) => {
        w.sleep("2h")
        w.sleep(i.total, { name: "as-told" })
        w.sleepUntil("2030-01-01T00:00:00Z")
        w.sleepUntil(i.id)
      },
      nodes: [
        { kind: "sleep", name: "sleep", for: { seconds: literal(7200) } },
        { name: "as-told", for: { seconds: input("total") } },
        { name: "sleep-2", for: { until: literal("2030-01-01T00:00:00Z") } },
        { for: { until: input("id") } },
      ],
    },
    {
      name: "callback hands out a token",
      body: (w) => {
        const answer = w.callback(({ token }) => say({ text: token }), {
          name: "approval",
          output: z.object({ approved: z.boolean() }),
          timeout: "2d",
        })
        w.when(answer.approved, (w) => w.return({ ok: true }))
      },
      nodes: [
        {
          kind: "callback",
          name: "approval",
          call: call({ kind: "reference", of: { from: "token" } }),
          policy: { timeoutSeconds: 172_800 },
          answer: { shape: { type: "object", fields: { approved: { type: "boolean" } } } },
        },
        {
          branches: [
            {
              condition: stepRef("n1", "approved"),
              body: { nodes: [{ kind: "return", value: literal({ ok: true }) }] },
            },
          ],
        },
      ],
    },
    {
      name: "attempt handles failures by name, States.ALL last, one function once",
      body: (w) => {
        const both = (_: Builder<{ ok: boolean }>, error: { readonly Error: Expr<string> }): unknown => error.Error
        w.attempt(say({ text: "x" })).catch({ "States.ALL": () => "?", "Card.Declined": both, "Card.Lost": both })
      },
      nodes: [
        {
          id: "n1",
          kind: "attempt",
          body: { nodes: [{ id: "n2" }], result: stepRef("n2") },
          handlers: [
            {
              errors: ["Card.Declined", "Card.Lost"],
              body: { result: { of: { from: "error", attempt: "n1" }, path: ["Error"] } },
            },
            { errors: ["States.ALL"], body: { result: literal("?") } },
          ],
        },
      ],
    },
    {
      name: "run with catch is an attempt of one step",
      body: (w) =>
        void w.run(say({ text: "x" }), { name: "greet", catch: { "States.Timeout": () => ({ said: "late" }) } }),
      nodes: [
        {
          kind: "attempt",
          name: "greet",
          body: { nodes: [{ kind: "run", name: "greet" }] },
          handlers: [{ errors: ["States.Timeout"] }],
        },
      ],
    },
    {
      name: "saga wraps a body; pivot marks the point of no return",
      body: (w) => {
        const probe = task("probe", {
          input: z.object({ key: z.string() }),
          output: z.object({ outcome: z.literal("unknown") }),
        })
        w.saga((w) => {
          w.pivot(say({ text: "now" }), { probe: ({ key }) => probe({ key }), retry: { attempts: 9 } })
          w.pivot(say({ text: "x" }), { name: "second" })
        })
      },
      nodes: [
        {
          kind: "saga",
          body: {
            nodes: [
              { name: "say", pivot: { probe: { task: "probe" } }, policy: { retry: [{ attempts: 9 }] } },
              { name: "second", pivot: {} },
            ],
          },
        },
      ],
    },
    {
      name: "emit publishes an event",
      body: (w, i) => {
        const placed = event("order.placed", Text, { bus: "orders", source: "shop" })
        w.emit(placed({ text: i.id }))
      },
      nodes: [
        {
          name: "emit-order.placed",
          call: { kind: "event", event: "order.placed", bus: "orders", source: "shop", detail: { kind: "object" } },
        },
      ],
    },
    {
      name: "services are called with their arguments",
      body: (w, i) => {
        const TableName = resource("orders")
        w.run(aws.dynamodb.putItem({ TableName, Item: { id: { S: i.id } } }))
        const Key = { id: { S: i.id } }
        w.run(aws.dynamodb.getItem({ TableName, Key }))
        w.run(
          aws.dynamodb.updateItem({
            TableName,
            Key,
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          }),
        )
        w.run(aws.dynamodb.deleteItem({ TableName, Key }))
        w.run(aws.batch.submitJob({ JobName: "j" }))
        w.run(aws.sdk("s3:getObject", { Bucket: resource("files"), Key: i.id }))
        w.run(aws.service("ecs:runTask", { Cluster: "c" }, { suffix: ".sync" }))
        w.run(aws.glue.startJobRun.sync({ JobName: "j" }))
        w.run(http.request({ method: "GET", url: "https://example.com", connection: resource("api") }))
        w.run(aws.events.putEvents({ Entries: [{ Detail: {}, DetailType: "t", Source: "s" }] }))
        w.run(aws.sqs.sendMessage({ QueueUrl: resource("q"), MessageBody: { id: i.id } }))
        w.run(aws.sns.publish({ TopicArn: resource("t"), Message: "m" }))
        w.run(aws.lambda.invoke({ FunctionName: "f", Payload: { id: i.id } }))
      },
      nodes: [
        {
          name: "dynamodb.putItem",
          call: {
            kind: "service",
            service: "dynamodb:putItem",
            arguments: {
              fields: [{ key: "TableName", value: { of: { from: "resource", resource: "orders" } } }, { key: "Item" }],
            },
          },
        },
        { call: { service: "dynamodb:getItem" }, shape: { fields: { Item: { optional: true } } } },
        { call: { service: "dynamodb:updateItem" } },
        { call: { service: "dynamodb:deleteItem" } },
        { name: "batch.submitJob" },
        { name: "s3.getObject", call: { service: "aws-sdk:s3:getObject" } },
        { call: { service: "ecs:runTask", suffix: ".sync" } },
        { call: { service: "glue:startJobRun", suffix: ".sync" } },
        {
          name: "http.invoke",
          call: {
            service: "http:invoke",
            arguments: { fields: [{ key: "ApiEndpoint" }, { key: "Method" }, { key: "Authentication" }] },
          },
        },
        { name: "events.putEvents" },
        { name: "sqs.sendMessage" },
        { name: "sns.publish" },
        { name: "lambda.invoke", shape: { fields: { StatusCode: { type: "integer" } } } },
      ],
    },
  ])("$name", ({ body, nodes }) => {
    const traced = nodesOf(body)
    expect(traced).toHaveLength(nodes.length)
    expect(traced).toMatchObject(nodes)
  })
})
