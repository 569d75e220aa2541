import type { SchemaIssue } from "@stepwright/engine"
import { z } from "zod"

import { schemaIssues } from "../checking/schema-issues.ts"

/** A text, or the variable of the environment that holds it. */
export type BoundText = string | { readonly env: string }

/** An export of a module: `./handlers.ts#charge`, the path relative to the binding file. It is a `ResourceHandler`. */
export interface HandlerBinding {
  readonly handler: string
}

/** An HTTP endpoint: it is sent the input as JSON, and answers the output. */
export interface HttpBinding {
  readonly http: {
    readonly url: BoundText
    /** Default `POST`. */
    readonly method?: "POST" | "PUT" | "PATCH"
    /** How long the whole answer may take; at most 300, default 60. */
    readonly timeoutSeconds?: number
    readonly headers?: Readonly<Record<string, BoundText>>
    /** Error names by status: `404`, or `5xx`. Default `Http.StatusCode.404`. */
    readonly errors?: Readonly<Record<string, string>>
  }
}

/** A task queue, as of `@stepwright/adapters/bullmq`. `task` is the job's name; default: the resource's own. */
export interface QueueBinding {
  readonly queue: string
  readonly task?: string
}

/** The AWS service itself, by its SDK. */
export interface AwsBinding {
  readonly aws: {
    /** Default: as the SDK finds it, in the environment or its files. */
    readonly region?: string
    /** Default: the service's. */
    readonly endpoint?: string
  }
}

/** What serves a resource. */
export type Binding = HandlerBinding | HttpBinding | QueueBinding | AwsBinding

/** A binding file. */
export interface BindingsDocument {
  /** By a function's or activity's ARN or name, by a `Resource` as it stands in a definition, or by a pattern with `*`. */
  readonly resources: Readonly<Record<string, Binding>>
}

const boundText = z.union([z.string().min(1), z.strictObject({ env: z.string().min(1) })])
const url = z.union([z.url({ protocol: /^https?$/ }), z.strictObject({ env: z.string().min(1) })])

/** Those of the connection are not the caller's. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^`|~\w-]+$/, "expected a header's name")
  .refine(
    (name) => !/^(connection|content-length|host|keep-alive|transfer-encoding|upgrade)$/i.test(name),
    "is the connection's own",
  )

const errorName = z
  .string()
  .regex(/^(?!States\.).{1,256}$/, "expected an error name of at most 256 characters that does not begin with States.")

const http = z.strictObject({
  url,
  method: z.enum(["POST", "PUT", "PATCH"]).default("POST"),
  timeoutSeconds: z.number().positive().max(300).default(60),
  headers: z.record(headerName, boundText).default({}),
  errors: z.record(z.string().regex(/^[345](\d\d|xx)$/, "expected a status as 404, or 4xx"), errorName).default({}),
})

const aws = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, "expected one as us-east-1")
    .optional(),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
})

const kinds = ["handler", "http", "queue", "aws"] as const

/** Exactly one of its kinds is there. */
const binding: z.ZodType<CheckedBinding> = z
  .strictObject({
    handler: z
      .string()
      .regex(/^[^#]+#[\w$]+$/, "expected MODULE#EXPORT")
      .optional(),
    http: http.optional(),
    queue: z
      .string()
      .regex(/^[^:]{1,128}$/, "expected a queue's name, without :")
      .optional(),
    task: z.string().min(1).optional(),
    aws: aws.optional(),
  })
  .superRefine((value, context) => {
    const given = kinds.filter((kind) => value[kind] !== undefined)
    if (given.length !== 1) {
      const what = given.length === 0 ? "none" : given.join(" and ")
      context.addIssue({ code: "custom", message: `expected one of ${kinds.join(", ")}, received ${what}` })
    }
    if (value.task !== undefined && value.queue === undefined) {
      context.addIssue({ code: "custom", path: ["task"], message: "goes with queue" })
    }
  })

/** The whole, whose bindings are looked at one by one. */
const document: z.ZodType<{ readonly resources: Readonly<Record<string, unknown>> }> = z.strictObject({
  resources: z.record(z.string(), z.unknown()),
})

/** A binding that was looked at: one of its kinds is there, with its defaults. */
export interface CheckedBinding {
  readonly handler?: string | undefined
  readonly http?: Required<HttpBinding["http"]> | undefined
  readonly queue?: string | undefined
  readonly task?: string | undefined
  readonly aws?: { readonly region?: string | undefined; readonly endpoint?: string | undefined } | undefined
}

/** What was found of a value from outside, and what is wrong with it. */
export interface Checked<T> {
  readonly value?: T
  readonly issues: readonly SchemaIssue[]
}

export function checkBinding(value: unknown): Checked<CheckedBinding> {
  return checked(binding, value)
}

/** Looks at the whole, not at the bindings in it. */
export function checkDocument(value: unknown): Checked<{ readonly resources: Readonly<Record<string, unknown>> }> {
  return checked(document, value)
}

function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const { data, error } = schema.safeParse(value)
  return error === undefined ? { value: data, issues: [] } : { issues: schemaIssues(error) }
}
