import { fileURLToPath } from "node:url"

import { afterAll, describe, expect, test } from "vitest"

import { type ExecutionCase, readCases } from "./case.ts"
import { driverFor } from "./drivers/index.ts"
import { judge, type Verdict } from "./judge.ts"

const cases = readCases(fileURLToPath(new URL("cases", import.meta.url))).filter(({ kind }) => kind === "execution")
const backends = ["core", "memory", "sqlite"] as const
const drivers = backends.map(driverFor)
afterAll(async () => {
  for (const driver of drivers) await driver.close?.()
})

/** The one verdict of all drivers. */
async function verdictOf(of: ExecutionCase): Promise<Pick<Verdict, "outcome" | "history">> {
  const verdicts = []
  for (const driver of drivers) {
    const { outcome, history } = await judge(of, driver)
    verdicts.push({ outcome, history })
  }
  const [core, memory, sqlite] = verdicts
  expect({ memory, sqlite }).toEqual({ memory: core, sqlite: core })
  return core ?? { outcome: "no verdict", history: undefined }
}

function caseOf(id: string): ExecutionCase {
  const found = cases.find((one) => one.id === id)
  if (found?.kind !== "execution") throw new Error(`there is no case '${id}'`)
  return found
}

describe("every driver passes", () => {
  test.each(cases.map(({ id }) => id))("%s", async (id) => {
    expect(await verdictOf(caseOf(id))).toEqual({ outcome: undefined, history: undefined })
  })
})

/** A case with another recording. */
function recordedAs(id: string, change: Partial<ExecutionCase["expected"]>): ExecutionCase {
  const found = caseOf(id)
  return { ...found, expected: { ...found.expected, ...change } }
}

describe("every driver names the first difference of", () => {
  test("a status", async () => {
    const wrong = recordedAs("retry-then-catch", { status: "SUCCEEDED" })
    expect((await verdictOf(wrong)).outcome).toBe("status: FAILED (Order.Refused: no funds), recorded SUCCEEDED")
  })

  test("an output", async () => {
    const wrong = recordedAs("map-of-tasks", { output: { items: [1, 2, 3], doubled: [{ n: 2 }, { n: 5 }, { n: 6 }] } })
    expect((await verdictOf(wrong)).outcome).toBe("outcome.output.doubled[1].n: 4, recorded 5")
  })

  test("an error", async () => {
    const wrong = recordedAs("retry-then-catch", { error: "Order.Lost" })
    expect((await verdictOf(wrong)).outcome).toBe('outcome.error: "Order.Refused", recorded "Order.Lost"')
  })

  test("a task's input", async () => {
    const found = caseOf("activity-with-retry")
    const wrong = { ...found, mocks: { Pack: [{ input: { box: 5 }, output: { packed: 4 } }] } }
    expect((await verdictOf(wrong)).outcome).toBe("task 'Pack' input.box: 4, recorded 5")
  })

  test("a call that was not made", async () => {
    const found = caseOf("choice-of-rules")
    const wrong = { ...found, mocks: { Small: [{ input: {}, output: {} }] } }
    expect((await verdictOf(wrong)).outcome).toBe("task 'Small': 1 recorded calls were not made")
  })

  test("a call that was not recorded", async () => {
    const wrong = { ...caseOf("activity-with-retry"), mocks: {} }
    expect((await verdictOf(wrong)).outcome).toMatch(/^status: FAILED \(States.Runtime: .* does not exist/)
    const unknown = { ...caseOf("jsonata-variables"), mocks: {} }
    expect((await verdictOf(unknown)).outcome).toMatch(/^outcome.error: "Conformance.NotRecorded"/)
  })

  test("an event", async () => {
    const { history = [] } = caseOf("wait-until").expected
    const wrong = history.map((event) => (event.type === "PassStateEntered" ? { ...event, name: "Then" } : event))
    const verdict = await verdictOf(recordedAs("wait-until", { history: wrong }))
    expect(verdict).toEqual({ outcome: undefined, history: 'event 6 PassStateEntered.name: "When", recorded "Then"' })
  })

  test("an event that follows another", async () => {
    const { previousEventIds = [] } = caseOf("wait-until").expected
    const verdict = await verdictOf(recordedAs("wait-until", { previousEventIds: previousEventIds.with(4, 3) }))
    expect(verdict.history).toBe("event 5 WaitStateExited: follows 4, recorded 3")
  })

  test("a line of control that no interleaving explains", async () => {
    const { history = [] } = caseOf("map-of-tasks").expected
    const wrong = history.map((event) => (event.type === "TaskStateExited" ? { ...event, output: { n: 0 } } : event))
    const verdict = await verdictOf(recordedAs("map-of-tasks", { history: wrong }))
    expect(verdict.history).toBe("event 13 TaskStateExited.output.n: 2, recorded 0")
  })
})
