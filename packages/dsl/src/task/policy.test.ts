import { expect, it } from "vitest"

import { DefinitionError } from "../index.ts"
import { type PolicyOptions, policyOf } from "./policy.ts"

it.each<[string, PolicyOptions, object]>([
  ["nothing is nothing", {}, {}],
  [
    "a rule has defaults",
    { retry: { attempts: 1 } },
    { retry: [{ errors: ["States.ALL"], attempts: 1, intervalSeconds: 1, backoffRate: 2, jitter: false }] },
  ],
  [
    "rules keep their order",
    {
      retry: [
        { errors: ["A"], attempts: 2, interval: "5s", backoff: 1 },
        { errors: ["B", "C"], attempts: 3, maxInterval: "1m", jitter: true },
      ],
    },
    {
      retry: [
        { errors: ["A"], attempts: 2, intervalSeconds: 5, backoffRate: 1, jitter: false },
        { errors: ["B", "C"], attempts: 3, intervalSeconds: 1, backoffRate: 2, maxIntervalSeconds: 60, jitter: true },
      ],
    },
  ],
  ["times are seconds", { timeout: "2m", heartbeat: "30s" }, { timeoutSeconds: 120, heartbeatSeconds: 30 }],
])("%s", (_, options, policy) => {
  expect(policyOf(options, "it")).toEqual(policy)
})

it.each<[string, PolicyOptions]>([
  ["half an attempt", { retry: { attempts: 1.5 } }],
  ["a backoff that is no number", { retry: { attempts: 2, backoff: Number.NaN } }],
  ["an interval of nothing", { retry: { attempts: 2, interval: "0s" } }],
  ["a heartbeat above the timeout", { timeout: "5s", heartbeat: "6s" }],
])("%s is refused", (_, options) => {
  expect(() => policyOf(options, "it")).toThrow(DefinitionError)
})
