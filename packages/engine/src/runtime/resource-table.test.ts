import { describe, expect, it } from "vitest"

import { ResourceTable } from "./resource-table.ts"

const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
const table = (...keys: readonly string[]) => new ResourceTable(keys.map((key) => [key, key]))

describe("a table of resources", () => {
  it.each([
    ["a function by its ARN", [lambda("pay")], lambda("pay"), lambda("pay")],
    ["one of its versions by the ARN without", [lambda("pay")], lambda("pay:7"), lambda("pay")],
    ["a function by its name", ["pay"], lambda("pay:live"), "pay"],
    ["an activity by its name", ["sign"], "arn:aws:states:eu-west-1:123456789012:activity:sign", "sign"],
    ["a service by its action", ["sqs:sendMessage"], "sqs:sendMessage", "sqs:sendMessage"],
    ["whatever fits a pattern", ["aws-sdk:*:get*"], "aws-sdk:s3:getObject", "aws-sdk:*:get*"],
    ["a name by a pattern", ["pay-*"], lambda("pay-out"), "pay-*"],
    ["everything", ["*"], "anything", "*"],
    ["nothing by half a name", ["pay"], "payment", undefined],
    ["nothing where a pattern's parts would overlap", ["ab*ba"], "aba", undefined],
    ["nothing where a pattern's parts are in another order", ["*b*a*"], "ab", undefined],
  ])("finds %s", (_, keys, resource, found) => {
    expect(table(...keys).find(resource)).toBe(found)
  })

  it("takes a name before every pattern, and of patterns the one that says most", () => {
    const keys = ["*", "arn:aws:lambda:*:*:function:pay", "arn:aws:lambda:*", "ship"]
    expect(table(...keys).find(lambda("ship"))).toBe("ship")
    expect(table(...keys).find(lambda("pay"))).toBe("arn:aws:lambda:*:*:function:pay")
    expect(table(...keys).find(lambda("pack"))).toBe("arn:aws:lambda:*")
    expect(table(...keys).find("sqs:sendMessage")).toBe("*")
  })
})
