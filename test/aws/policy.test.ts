import { describe, expect, it } from "vitest"

import { decide, type Decision, type PolicyStatement, type Request, statementsOf } from "./kit/policy.ts"

const table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"

function allow(more: object): readonly PolicyStatement[] {
  return statementsOf({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: table, ...more }],
  })
}

function asked(more: Partial<Request> = {}): Request {
  return { action: "dynamodb:GetItem", resource: table, ...more }
}

/** Each is one sentence of AWS's documentation. */
const rows: readonly (readonly [
  title: string,
  policy: readonly PolicyStatement[],
  request: Request,
  decision: Decision,
])[] = [
  ["nothing is allowed by itself", [], asked(), "not allowed"],
  ["an allowance allows what it names", allow({}), asked(), "allowed"],
  ["another action is not allowed", allow({}), asked({ action: "dynamodb:PutItem" }), "not allowed"],
  ["another resource is not allowed", allow({}), asked({ resource: `${table}-archive` }), "not allowed"],
  ["actions are compared without case", allow({ Action: "DynamoDB:getitem" }), asked(), "allowed"],
  ["resources are compared with case", allow({ Resource: table.replace("orders", "Orders") }), asked(), "not allowed"],
  ["a star is any rest of an action", allow({ Action: "dynamodb:Get*" }), asked(), "allowed"],
  ["a question mark is one character", allow({ Action: "dynamodb:?etItem" }), asked(), "allowed"],
  ["a question mark is not none", allow({ Action: "dynamodb:GetItem?" }), asked(), "not allowed"],
  ["a dot is a dot", allow({ Resource: table.replace("orders", "o.ders") }), asked(), "not allowed"],
  ["a star reaches over a slash", allow({ Resource: "arn:aws:dynamodb:*:111122223333:tab*" }), asked(), "allowed"],
  [
    "a star does not reach into the next part",
    allow({ Resource: "arn:aws:dynamodb:*:table/orders" }),
    asked(),
    "not allowed",
  ],
  ["a lone star is every resource", allow({ Resource: "*" }), asked(), "allowed"],
  [
    "in the last part a star reaches over colons",
    allow({ Action: "states:StopExecution", Resource: "arn:aws:states:eu-west-1:111122223333:execution:*" }),
    asked({ action: "states:StopExecution", resource: "arn:aws:states:eu-west-1:111122223333:execution:orders:one" }),
    "allowed",
  ],
  ["a denial wins over an allowance", [...allow({}), ...allow({ Effect: "Deny" })], asked(), "denied"],
  [
    "a denial of something else does not",
    [...allow({}), ...allow({ Effect: "Deny", Action: "s3:*" })],
    asked(),
    "allowed",
  ],
  ["NotResource is everything but it", allow({ Resource: undefined, NotResource: table }), asked(), "not allowed"],
  [
    "NotResource is everything else",
    allow({ Resource: undefined, NotResource: table }),
    asked({ resource: "+15550100" }),
    "allowed",
  ],
  ["NotAction is every other action", allow({ Action: undefined, NotAction: "s3:*" }), asked(), "allowed"],
  [
    "a condition must hold",
    allow({ Condition: { StringEquals: { "a:k": "v" } } }),
    asked({ context: { "a:k": "w" } }),
    "not allowed",
  ],
  [
    "keys are compared without case",
    allow({ Condition: { StringEquals: { "A:K": "v" } } }),
    asked({ context: { "a:k": "v" } }),
    "allowed",
  ],
  [
    "a key that is not there does not hold",
    allow({ Condition: { StringEquals: { "a:k": "v" } } }),
    asked(),
    "not allowed",
  ],
  ["unless it may be absent", allow({ Condition: { StringEqualsIfExists: { "a:k": "v" } } }), asked(), "allowed"],
  [
    "one of several values is enough",
    allow({ Condition: { StringEquals: { "a:k": ["u", "v"] } } }),
    asked({ context: { "a:k": "v" } }),
    "allowed",
  ],
  [
    "all keys must hold",
    allow({ Condition: { StringEquals: { "a:k": "v", "a:l": "v" } } }),
    asked({ context: { "a:k": "v", "a:l": "w" } }),
    "not allowed",
  ],
  [
    "all operators must hold",
    allow({ Condition: { StringEquals: { "a:k": "v" }, Bool: { "a:s": "true" } } }),
    asked({ context: { "a:k": "v", "a:s": "false" } }),
    "not allowed",
  ],
  [
    "StringEquals knows no star",
    allow({ Condition: { StringEquals: { "a:k": "v*" } } }),
    asked({ context: { "a:k": "vw" } }),
    "not allowed",
  ],
  [
    "StringLike does",
    allow({ Condition: { StringLike: { "a:k": "v*" } } }),
    asked({ context: { "a:k": "vw" } }),
    "allowed",
  ],
  [
    "ArnLike compares part by part",
    allow({ Condition: { ArnLike: { "a:k": "arn:aws:*:table/orders" } } }),
    asked({ context: { "a:k": table } }),
    "not allowed",
  ],
  [
    "ArnEquals is ArnLike",
    allow({ Condition: { ArnEquals: { "a:k": table.replace("orders", "*") } } }),
    asked({ context: { "a:k": table } }),
    "allowed",
  ],
  [
    "a negated operator holds for what is absent",
    allow({ Condition: { StringNotEquals: { "a:k": "v" } } }),
    asked(),
    "allowed",
  ],
  [
    "a negated operator holds for none of its values",
    allow({ Condition: { StringNotEquals: { "a:k": ["u", "v"] } } }),
    asked({ context: { "a:k": "v" } }),
    "not allowed",
  ],
  [
    "Null asks for absence",
    allow({ Condition: { Null: { "a:k": "true" } } }),
    asked({ context: { "a:k": "v" } }),
    "not allowed",
  ],
  [
    "ForAnyValue is content with one",
    allow({ Condition: { "ForAnyValue:StringEquals": { "a:k": "v" } } }),
    asked({ context: { "a:k": ["u", "v"] } }),
    "allowed",
  ],
  [
    "ForAllValues wants every one",
    allow({ Condition: { "ForAllValues:StringEquals": { "a:k": "v" } } }),
    asked({ context: { "a:k": ["u", "v"] } }),
    "not allowed",
  ],
]

describe("how AWS decides", () => {
  it.each(rows)("%s", (_, policy, request, decision) => {
    expect(decide(policy, request)).toBe(decision)
  })

  it("reads nothing that it does not know", () => {
    expect(() => allow({ Surprise: 1 })).toThrow(/Surprise/)
    expect(() => allow({ NotAction: "s3:*" })).toThrow(/Action/)
    expect(() =>
      decide(allow({ Condition: { DateLessThan: { "a:k": "v" } } }), asked({ context: { "a:k": "v" } })),
    ).toThrow(/DateLessThan/)
  })
})
