import type { SourcePosition } from "@stepwright/dsl"

import { type AwsCode, awsCodes, type AwsProblem } from "./problem.ts"
import type { Output, Parameter, Resource, Value } from "./template.ts"

/** What a template is gathered in. */
export class Draft {
  readonly parameters: Record<string, Parameter> = {}
  readonly resources: Record<string, Resource> = {}
  readonly outputs: Record<string, Output> = {}
  readonly problems: AwsProblem[] = []
  readonly #tags: readonly Value[]

  constructor(tags: Readonly<Record<string, string>> = {}) {
    this.#tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  }

  /** Adds a resource; `tagged` where its type knows tags as a list. */
  add(id: string, resource: Resource, tagged: boolean = true): void {
    const { Properties: properties = {} } = resource
    const tags = tagged && this.#tags.length > 0 ? { Tags: this.#tags } : {}
    this.resources[id] = { ...resource, Properties: { ...properties, ...tags } }
  }

  report(code: AwsCode, message: string, more: Pick<AwsProblem, "workflow" | "location"> & At = {}): void {
    const { at, workflow, location } = more
    this.problems.push({
      code,
      severity: "error",
      message,
      hint: awsCodes[code].hint,
      ...(at === undefined ? {} : { at }),
      ...(workflow === undefined ? {} : { workflow }),
      ...(location === undefined ? {} : { location }),
    })
  }
}

interface At {
  readonly at?: SourcePosition | undefined
}

/** A value where the deployment gives a key of its own, else another. */
export function withKey(value: Value, otherwise: Value = { Ref: "AWS::NoValue" }): Value {
  return { "Fn::If": ["HasEncryptionKey", value, otherwise] }
}

/** A policy of IAM. */
export function policy(statements: readonly Value[]): Value {
  return { Version: "2012-10-17", Statement: statements }
}
