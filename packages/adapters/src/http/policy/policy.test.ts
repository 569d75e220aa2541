import { describe, expect, it } from "vitest"
import * as fc from "fast-check"

import { policies } from "./policy.ts"
import { matchesWildcard } from "./wildcard.ts"

const orders = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"
const { decide } = policies({
  app: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["states:Start*", "states:DescribeExecution"], Resource: [orders, `${orders}:*`] },
      { Effect: "Deny", Action: "states:StartSyncExecution", Resource: "*" },
    ],
  },
  operator: { Statement: { Effect: "Allow", Action: "states:*", Resource: "*" } },
  "*": { Statement: { Sid: "keep", Effect: "Deny", Action: "STATES:DeleteStateMachine", Resource: orders } },
})

describe("a policy", () => {
  it("allows what a statement allows, and nothing else", () => {
    expect(decide("app", "states:StartExecution", orders)).toBe("allowed")
    expect(decide("app", "states:startexecution", `${orders}:1`)).toBe("allowed")
    expect(decide("app", "states:StartExecution", `${orders}2`)).toBe("implicit deny")
    expect(decide("app", "states:StartExecution", orders.toUpperCase())).toBe("implicit deny")
    expect(decide("app", "states:StartExecution", "*")).toBe("implicit deny")
    expect(decide("app", "states:StopExecution", orders)).toBe("implicit deny")
    expect(decide("stranger", "states:StartExecution", orders)).toBe("implicit deny")
    expect(decide("operator", "states:ListStateMachines", "*")).toBe("allowed")
  })

  it("denies what a statement denies, whatever another allows", () => {
    expect(decide("app", "states:StartSyncExecution", orders)).toBe("explicit deny")
    expect(decide("operator", "states:DeleteStateMachine", orders)).toBe("explicit deny")
    expect(decide("operator", "states:DeleteStateMachine", `${orders}2`)).toBe("allowed")
  })

  it("is refused with all that is wrong in it, and with what is not looked at", () => {
    const wrong = {
      app: { Statement: [{ Effect: "Permit", Action: "s3:GetObject", Resource: [] }] },
      other: {
        Statement: { Effect: "Allow", Action: "states:*", Resource: "*", Condition: { Bool: { "aws:MFA": "true" } } },
      },
    }
    expect(() => policies(wrong)).toThrow(
      expect.objectContaining({
        code: "POLICY_INVALID",
        issues: [
          expect.objectContaining({ path: "app.Statement[0].Effect" }),
          expect.objectContaining({ path: "app.Statement[0].Action" }),
          expect.objectContaining({ path: "app.Statement[0].Resource" }),
          expect.objectContaining({ path: "other.Statement", message: 'Unrecognized key: "Condition"' }),
        ],
      }),
    )
    expect(() => policies("states:*")).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }))
  })
})

describe("a pattern", () => {
  it("means what the regular expression of it means", () => {
    const part = fc.constantFrom("a", "b", "*", "?", ".", "(")
    const pattern = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""))
    const text = fc.array(fc.constantFrom("a", "b", "*", ".", "("), { maxLength: 10 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(pattern, text, (stars, given) => {
        const source = stars.replace(/[.(]/g, "\\$&").replaceAll("*", "[^]*").replaceAll("?", "[^]")
        expect(matchesWildcard(stars, given)).toBe(new RegExp(`^${source}$`).test(given))
      }),
      { numRuns: 2000 },
    )
  })
})
