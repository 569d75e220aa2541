/**
 * What calls of one integration need. Resources are ARNs in which `P`, `R` and `A` stand for the deployment's partition,
 * region and account, and braces for what the call is given:
 *
 * - `{TableName}`, or a path: `{Authentication.ConnectionArn}`, `{Entries[].EventBusName}`; `{TopicArn|TargetArn}` is the
 *   first that is given, `{RequestItems[keys]}` the names of its fields. What is an ARN already takes the place of all that
 *   stands before it.
 * - `{WorkGroup=primary}`: another where it is not given. `{Key?*}`: `*` where it is not given or not known.
 * - `{:Qualifier}`: with a colon before it, where it is given.
 * - `{QueueUrl>queue}`: turned into something else first (`iam/turned.ts`).
 * - `{self}`: the state machine's own ARN.
 */
export interface Rule {
  readonly call: readonly Grant[]
  /** Beside it, where the call waits for the job's end. */
  readonly job?: readonly Grant[]
}

export interface Grant {
  readonly actions: readonly string[]
  readonly on: readonly string[]
  /** All but `on`. */
  readonly except?: true
  /** Only where this is given. */
  readonly given?: string
  /** By operator and key: templates as those of resources. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Why it is granted on `*`. */
  readonly why?: string
}

/** A grant. */
export function grant(actions: string, on: string, more: Omit<Grant, "actions" | "on"> = {}): Grant {
  return { actions: actions.split(" "), on: on.split(" "), ...more }
}

/** Step Functions hears of a job's end by a rule of EventBridge that it puts itself. (AWS: "IAM policies for integrated services") */
export function toldBy(rule: string): Grant {
  return grant("events:PutTargets events:PutRule events:DescribeRule", `arn:P:events:R:A:rule/${rule}`)
}

/** A role that is handed on to a service. */
export function passing(field: string, service: string): Grant {
  return grant("iam:PassRole", `arn:P:iam::A:role/{${field}}`, {
    given: field,
    when: { StringEquals: { "iam:PassedToService": service } },
  })
}
