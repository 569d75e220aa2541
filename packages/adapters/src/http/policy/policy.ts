import { EngineError } from "@stepwright/engine"
import { z } from "zod"

import { schemaIssues, toldIssues } from "../../checking/schema-issues.ts"
import { matchesWildcard } from "./wildcard.ts"

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const action = z
  .string()
  .regex(/^(?:\*|states:[A-Za-z*?]+)$/i, "expected an action of Step Functions, as states:StartExecution or states:*")

/** Strict: whoever writes a Condition must not find that it was not looked at. */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.union([action, z.array(action).min(1)]),
  Resource: texts,
})

const document = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Statement: z.union([statement, z.array(statement)]),
})

const documents = z.record(z.string(), document)

/** One statement of a policy. In `Action` and `Resource`, `*` is any characters and `?` is one. */
export interface PolicyStatement {
  readonly Sid?: string | undefined
  readonly Effect: "Allow" | "Deny"
  /** `states:StartExecution`, `states:*`; whatever its case. */
  readonly Action: string | readonly string[]
  /** ARNs; `*` where a request names none, as a listing does. */
  readonly Resource: string | readonly string[]
}

/** What a user may do, as IAM has it. What no statement allows is denied, and so is what one denies. */
export interface PolicyDocument {
  readonly Version?: "2012-10-17" | "2008-10-17" | undefined
  readonly Statement: PolicyStatement | readonly PolicyStatement[]
}

/** What became of a request: `implicit` where no statement speaks of it. */
export type Decision = "allowed" | "explicit deny" | "implicit deny"

/** Decides what users may do. */
export interface Policies {
  /** @param action - `states:StartExecution`; whatever its case. */
  readonly decide: (user: string, action: string, resource: string) => Decision
}

/** Every user everything: what holds where no policy is given. */
export const allowAll: Policies = { decide: () => "allowed" }

interface Statement {
  readonly effect: PolicyStatement["Effect"]
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/**
 * Reads policy documents. A statement has `Effect`, `Action` and `Resource`; what else IAM knows is refused.
 * @param value - a {@link PolicyDocument} by user; `*` is every user's, beside their own. From outside: all is checked.
 * @throws {EngineError} `POLICY_INVALID` with every problem.
 */
export function policies(value: unknown): Policies {
  const { data, error } = documents.safeParse(value)
  if (error !== undefined) {
    const issues = schemaIssues(error)
    throw new EngineError({
      code: "POLICY_INVALID",
      message: `The policy cannot be used. ${toldIssues(issues)}`,
      issues,
    })
  }
  const byUser = new Map(Object.entries(data).map(([user, { Statement }]) => [user, listOf(Statement).map(read)]))
  const everybodys = byUser.get("*") ?? []
  return {
    decide(user, action, resource) {
      const own = user === "*" ? [] : (byUser.get(user) ?? [])
      const asked = action.toLowerCase()
      const speaking = [...everybodys, ...own].filter(
        ({ actions, resources }) =>
          actions.some((pattern) => matchesWildcard(pattern, asked)) &&
          resources.some((pattern) => matchesWildcard(pattern, resource)),
      )
      if (speaking.some(({ effect }) => effect === "Deny")) return "explicit deny"
      return speaking.length > 0 ? "allowed" : "implicit deny"
    },
  }
}

function read({ Effect, Action, Resource }: PolicyStatement): Statement {
  return {
    effect: Effect,
    actions: listOf(Action).map((pattern) => pattern.toLowerCase()),
    resources: listOf(Resource),
  }
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T] // no T here is a list
}
