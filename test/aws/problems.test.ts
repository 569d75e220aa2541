import { readFileSync } from "node:fs"

import { type AwsApp, type AwsOptions, type AwsProblem, awsTemplate } from "@stepwright/adapters/aws"
import { aws, fmt, http, type LambdaOptions, resource, task, workflow } from "@stepwright/dsl"
import type { Plan } from "@stepwright/engine"
import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { appOf } from "./kit/deployed.ts"

const Input = z.object({ name: z.string() })
const empty = z.object({})

function problemsOf(app: AwsApp): readonly AwsProblem[] {
  return awsTemplate(app).problems
}

/** `CODE message`, with the line where there is one. */
function shown({ code, message, at }: AwsProblem): string {
  return `${at === undefined ? "" : `${at.file.replace(/^.*\//, "")}:${at.line} `}${code} ${message}`
}

function of(...workflows: readonly unknown[]): readonly string[] {
  return problemsOf(appOf(workflows as never)).map(shown)
}

/** A plan that was not compiled from a workflow. */
function planOf(name: string, definition: StateMachineDefinition, more: Partial<Plan> = {}): Plan {
  return { name, definition, bindings: {}, notes: {}, schemas: {}, ...more }
}

function appOfPlans(...plans: readonly Plan[]): AwsApp {
  return { name: "shop", workflows: plans.map((plan) => ({ plan })), code: (name) => ({ path: name, digest: name }) }
}

const source = readFileSync(new URL(import.meta.url), "utf8").split("\n")

/** The number of the first line of this file that holds a text. */
function lineOf(text: string): number {
  return source.findIndex((line) => line.includes(text)) + 1
}

const pass = { StartAt: "only", States: { only: { Type: "Pass", End: true } } } as const

describe("what AWS would refuse", () => {
  it("is told in AWS's words, with the author's line", () => {
    const plan = planOf(
      "broken",
      { StartAt: "first", States: { first: { Type: "Pass", Next: "nowhere" }, wait: { Type: "Wait", End: true } } },
      { notes: { first: { role: "step", source: "src/broken.ts:12:3" } } },
    )
    const [next, ...others] = problemsOf(appOfPlans(plan))
    expect(next).toMatchObject({
      code: "AWS_REFUSED",
      workflow: "broken",
      location: "/States/first/Next",
      at: { file: "src/broken.ts", line: 12, column: 3 },
    })
    expect(others.map(({ code }) => code)).toContain("AWS_REFUSED")
  })

  it("is told of Express state machines, too", () => {
    const states = {
      work: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:a" },
        End: true,
      },
    } as const
    const definition = { StartAt: "work", States: states }
    expect(problemsOf(appOfPlans(planOf("w", definition)))).toEqual([])
    expect(problemsOf(appOfPlans(planOf("w", definition, { type: "EXPRESS" }))).map(({ code }) => code)).toEqual([
      "AWS_REFUSED",
    ])
  })
})

describe("names", () => {
  const long = "a".repeat(60)

  it("are refused where they are too long with the prefix, each by its line", () => {
    const work = task(long, { input: empty }) // the long task
    const flow = workflow("w".repeat(76), {}, (w) => w.run(work({}))) // the long workflow
    expect(of(flow)).toEqual([
      `problems.test.ts:${lineOf("the long task")} AWS_NAME_TOO_LONG The function of task ${long} would be called shop-${long}: 65 characters, where AWS takes 64.`,
      `problems.test.ts:${lineOf("the long workflow")} AWS_NAME_TOO_LONG The state machine of workflow ${"w".repeat(76)} would be called shop-${"w".repeat(76)}: 81 characters, where AWS takes 80.`,
    ])
  })

  it("bound the prefix that a deployment may choose", () => {
    const flow = workflow("w", {}, (w) => w.run(task("b".repeat(40), { input: empty })({})))
    const { Parameters: parameters } = awsTemplate(appOf([flow])).template
    expect(parameters.NamePrefix).toMatchObject({ Default: "shop", MaxLength: 23 })
  })

  it("are refused where AWS knows not their characters, and may be given", () => {
    const dotted = (lambda?: LambdaOptions) =>
      workflow("w", {}, (w) =>
        w.run(task("charge.card", { input: empty, ...(lambda === undefined ? {} : { lambda }) })({})),
      )
    expect(of(dotted())).toEqual([
      expect.stringMatching(/AWS_NAME_INVALID The function of task charge\.card cannot be called "charge\.card"\./),
    ])
    expect(of(dotted({ name: "charge-card" }))).toEqual([])
    expect(of(workflow("w.x", {}, () => null))).toEqual([
      expect.stringMatching(/AWS_NAME_INVALID A state machine cannot be called "w\.x"\./),
    ])
    expect(problemsOf({ ...appOf([]), name: "my shop" }).map(shown)).toEqual([
      'AWS_NAME_INVALID The app\'s name "my shop" is not letters, digits and hyphens, a letter first.',
    ])
  })

  it("are refused where two would be the same", () => {
    const flow = workflow("w", {}, (w) => {
      w.run(task("a", { input: empty, lambda: { name: "same" } })({}))
      return w.run(task("same", { input: empty })({}))
    })
    expect(of(flow)).toEqual([
      expect.stringMatching(/AWS_NAME_TAKEN The functions of tasks a and same are both called same\.$/),
    ])
    const twice = appOfPlans(planOf("w", pass), planOf("w", pass))
    expect(problemsOf(twice).map(({ code }) => code)).toEqual(["AWS_NAME_TAKEN"])
  })

  it("give different logical ids, whatever they are", () => {
    const names = ["a-b", "aB", "a_b", "a-1", "a1", "A-b", "1-a", "a--b", "ab"]
    const flow = workflow("w", {}, (w) => {
      for (const name of names) w.run(task(name, { input: empty })({}))
      return null
    })
    const { parts, problems } = awsTemplate(appOf([flow]))
    expect(problems).toEqual([])
    expect(new Set(Object.values(parts.tasks).map((one) => one.function)).size).toBe(names.length)
  })
})

describe("tasks and workflows that are missing, or there twice", () => {
  it("are named, all at once", () => {
    const child = workflow("child", {}, () => null)
    const work = task("work", { input: empty })
    const caller = workflow("caller", {}, (w) => {
      w.run(work({}))
      return w.call(child)({})
    })
    const app = { ...appOf([caller]), code: () => undefined }
    expect(problemsOf(app).map(({ code, message }) => `${code} ${message}`)).toEqual([
      "AWS_WORKFLOW_UNBOUND caller calls workflow child, which is not among those that are deployed.",
      "AWS_TASK_WITHOUT_HANDLER Task work of caller has no handler.",
    ])
  })

  it("are named where one name means two tasks", () => {
    const one = workflow("one", {}, (w) => w.run(task("work", { input: empty })({})))
    const other = workflow("other", {}, (w) => w.run(task("work", { input: empty, timeout: "5s" })({})))
    expect(of(one, other)).toEqual([
      expect.stringMatching(/^problems\.test\.ts:\d+ AWS_TASK_CLASH Two tasks are called work\.$/),
    ])
    const shared = task("shared", { input: empty })
    const uses = (name: string) => workflow(name, {}, (w) => w.run(shared({})))
    expect(of(uses("a"), uses("b"))).toEqual([])
  })

  it("are named where workflows call each other in a circle", () => {
    const calling = (name: string, other: string): Plan =>
      planOf(name, pass, { bindings: { Other: { kind: "workflow", workflow: other } } })
    expect(problemsOf(appOfPlans(calling("a", "b"), calling("b", "a"))).map(({ code }) => code)).toEqual([
      "AWS_WORKFLOW_CYCLE",
      "AWS_WORKFLOW_CYCLE",
    ])
  })
})

it("a placeholder that nothing stands behind is named", () => {
  const states = { call: { Type: "Task", Resource: "${Nobody}", End: true } } as const
  expect(problemsOf(appOfPlans(planOf("w", { StartAt: "call", States: states }))).map(shown)).toEqual([
    "AWS_PLACEHOLDER_UNBOUND The definition of w holds ${Nobody}, which nothing stands behind.",
  ])
})

describe("what a role cannot be told", () => {
  it("is named with the step's line, and what it needs", () => {
    const flow = workflow("w", { input: Input }, (w, { name }) => {
      w.run(aws.dynamodb.getItem({ TableName: name, Key: {} })) // open table
      w.run(aws.service("glue:startJobRun", { JobName: fmt`job-${name}` }, { suffix: ".sync" }), { timeout: "60s" }) // open job
      w.run(http.request({ method: "GET", url: name, connection: "arn:aws:events:eu-west-1:1:connection/a/b" })) // open address
      w.run(aws.sdk("quantum:entangle", { With: "x" })) // unknown service
      return w.run(aws.service("mediaconvert:createJob", {})) // unknown integration
    })
    expect(of(flow)).toEqual([
      `problems.test.ts:${lineOf("open table")} AWS_TARGET_OPEN 'dynamodb.getItem' calls dynamodb:getItem, whose TableName is known only at run time; it needs dynamodb:GetItem.`,
      `problems.test.ts:${lineOf("open job")} AWS_TARGET_OPEN 'glue.startJobRun' calls glue:startJobRun, whose JobName is known only at run time; it needs glue:StartJobRun.`,
      `problems.test.ts:${lineOf("open job")} AWS_TARGET_OPEN 'glue.startJobRun' calls glue:startJobRun, whose JobName is known only at run time; it needs glue:GetJobRun, glue:GetJobRuns, glue:BatchStopJobRun.`,
      `problems.test.ts:${lineOf("open address")} AWS_TARGET_OPEN 'http.invoke' calls http:invoke, whose ApiEndpoint is known only at run time; it needs states:InvokeHTTPEndpoint.`,
      `problems.test.ts:${lineOf("unknown service")} AWS_INTEGRATION_UNKNOWN 'quantum.entangle' calls aws-sdk:quantum:entangle, and needs at least quantum:Entangle.`,
      `problems.test.ts:${lineOf("unknown integration")} AWS_INTEGRATION_UNKNOWN 'mediaconvert.createJob' calls mediaconvert:createJob, and needs at least mediaconvert:CreateJob.`,
    ])
  })

  it("is what the author's permissions do not cover", () => {
    const permissions = [{ actions: ["dynamodb:Get*", "quantum:*"], resources: ["*"] }]
    const flow = workflow("w", { input: Input, permissions }, (w, { name }) => {
      w.run(aws.sdk("quantum:entangle", {}))
      w.run(aws.dynamodb.getItem({ TableName: name, Key: {} }))
      return w.run(aws.dynamodb.putItem({ TableName: name, Item: {} }))
    })
    expect(of(flow)).toEqual([expect.stringMatching(/AWS_TARGET_OPEN .* it needs dynamodb:PutItem\.$/)])
  })

  it("is what JSONPath leaves open, too", () => {
    const flow = workflow("w", {}, (w) =>
      w.asl({
        StartAt: "get",
        States: {
          get: {
            Type: "Task",
            Resource: "arn:aws:states:::dynamodb:getItem",
            Parameters: { "TableName.$": "$.table", Key: {} },
            Next: "call",
          },
          call: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Parameters: { FunctionName: "f" },
            Credentials: { "RoleArn.$": "$.role" },
            End: true,
          },
        },
      }),
    )
    expect(of(flow).map((text) => text.replace(/^\S+ /, ""))).toEqual([
      "AWS_TARGET_OPEN 'get' calls dynamodb:getItem, whose TableName is known only at run time; it needs dynamodb:GetItem.",
      "AWS_TARGET_OPEN 'call' calls lambda:invoke, whose RoleArn is known only at run time; it needs sts:AssumeRole.",
    ])
  })
})

describe("a resource", () => {
  it("stands for one thing", () => {
    const flow = workflow("w", {}, (w) => {
      w.run(aws.dynamodb.getItem({ TableName: resource("orders"), Key: {} }))
      return w.run(aws.sqs.sendMessage({ QueueUrl: resource("orders"), MessageBody: "" }))
    })
    expect(of(flow)).toEqual(["AWS_RESOURCE_CONFLICT The resource 'orders' stands for QueueUrl and for TableName."])
  })
})

describe("functions", () => {
  it("run for fifteen minutes at most; what a callback waits for is not theirs", () => {
    const hour = task("hour", { input: empty, timeout: "1h" })
    const ask = task("ask", { input: z.object({ token: z.string() }) })
    const flow = workflow("w", {}, (w) => {
      w.run(hour({})) // an hour
      w.run(hour({}), { name: "short", timeout: "30s" })
      return w.callback(({ token }) => ask({ token }), { timeout: "7d", output: z.unknown() })
    })
    expect(of(flow)).toEqual([
      `problems.test.ts:${lineOf("// an hour")} AWS_TIMEOUT_LAMBDA Task hour may run for 3600 s here; a function has 900.`,
    ])
  })

  const secrets: readonly (readonly [name: string, value: string, why: RegExp | undefined])[] = [
    ["DB_PASSWORD", "hunter2", /named like a secret/],
    ["apiKey", "abc", /named like a secret/],
    ["STRIPE_SECRET", "abc", /named like a secret/],
    ["AUTH_TOKEN", "abc", /named like a secret/],
    ["PLAIN", "AKIAIOSFODNN7EXAMPLE", /access key of AWS/],
    ["PLAIN", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", /private key/],
    ["PLAIN", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", /JSON web token/],
    ["DATABASE_URL", "postgres://shop:hunter2@db.example/shop", /URL with a password/],
    ["PLAIN", `ghp_${"a".repeat(36)}`, /token of GitHub/],
    ["PLAIN", "xoxb-1234567890-abc", /token of Slack/],
    ["PLAIN", `sk_live_${"a".repeat(24)}`, /live key/],
    ["DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString:password}}", undefined],
    ["DATABASE_URL", "postgres://shop:{{resolve:secretsmanager:db}}@db.example/shop", undefined],
    ["DB_SECRET_NAME", "shop/db", undefined],
    ["PARTITION_KEY", "id", undefined],
    ["CACHE_KEY", "orders", undefined],
    ["TOKEN_LIMIT", "100", undefined],
    ["DATABASE_URL", "postgres://db.example:5432/shop", undefined],
  ]

  it.each(secrets)("keep no secrets in their environment: %s=%s", (name, value, why) => {
    const flow = workflow("w", {}, (w) =>
      w.run(task("work", { input: empty, lambda: { environment: { [name]: value } } })({})),
    )
    const found = problemsOf(appOf([flow], { notSecrets: ["CACHE_KEY"] }))
    expect(found.map(({ code }) => code)).toEqual(why === undefined ? [] : ["AWS_SECRET_IN_ENVIRONMENT"])
    for (const { message } of found) {
      expect(message).toMatch(why ?? /never/)
      expect(message).not.toContain(value)
    }
  })

  it("take what Lambda does", () => {
    const options: AwsOptions = { memory: 64, timeoutSeconds: 901, tags: { "aws:mine": "x" } }
    expect(problemsOf(appOf([], options)).map(shown)).toEqual([
      "AWS_OPTION_INVALID memory is 64; AWS takes 128 to 10240.",
      "AWS_OPTION_INVALID timeoutSeconds is 901; AWS takes 1 to 900.",
      'AWS_OPTION_INVALID The tag "aws:mine" is not one that AWS takes.',
    ])
  })
})

it("a template is as large as CloudFormation takes", () => {
  const many = (count: number) =>
    workflow("w", {}, (w) => {
      for (let at = 0; at < count; at++) w.run(task(`t${at}`, { input: empty })({}))
      return null
    })
  expect(of(many(75))).toEqual([])
  expect(of(many(90))).toContainEqual(
    expect.stringMatching(/^AWS_TOO_LARGE The template has 55\d resources; CloudFormation takes 500\.$/),
  )
})
