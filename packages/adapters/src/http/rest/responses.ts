import type { z } from "@hono/zod-openapi"

import { problemSchema } from "./problem.ts"

/** A JSON body in the OpenAPI document. */
export interface JsonContent<T> {
  description: string
  content: { "application/json": { schema: z.ZodType<T> } }
}

/** A JSON body in the OpenAPI document. */
export function json<T>(description: string, schema: z.ZodType<T>): JsonContent<T> {
  return { description, content: { "application/json": { schema } } }
}

interface ProblemContent {
  description: string
  content: { "application/problem+json": { schema: typeof problemSchema } }
}

const told = (description: string): ProblemContent => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
})

/** What every path may answer. */
export const refusals: Readonly<Record<400 | 401 | 403 | 404, ProblemContent>> = {
  400: told("The request does not fit; every problem is told."),
  401: told("Nobody knows who asks."),
  403: told("The caller may not do this."),
  404: told("There is no such state machine or execution."),
}
