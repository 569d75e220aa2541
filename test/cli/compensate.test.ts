import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, start, stepwright } from "./command.ts"
import { stuckTripModule } from "./workflows.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("trip.ts", stuckTripModule)
})
afterAll(() => scratch.remove())

const run = (...args: readonly string[]): ReturnType<typeof stepwright> => stepwright(args, scratch.path)

const arn = "arn:aws:states:eu-west-1:123456789012:execution:trip:t-1"

/** What AWS tells of a trip that was stopped while it paid. */
function stoppedHistory(assigned?: object): object {
  const time = "2025-03-01T12:00:00.000000+00:00"
  const json = (value: unknown): string => JSON.stringify(value)
  const event = (id: number, previousEventId: number, type: string, details?: object, name?: string): object => ({
    id,
    previousEventId,
    timestamp: time,
    type,
    ...(details === undefined
      ? {}
      : { [`${name ?? `${type.charAt(0).toLowerCase()}${type.slice(1)}`}EventDetails`]: details }),
  })
  const entered = (id: number, before: number, type: string, name: string, input: unknown): object =>
    event(id, before, type, { name, input: json(input) }, "stateEntered")
  const exited = (id: number, type: string, name: string, output: unknown, assignedVariables?: object): object =>
    event(
      id,
      id - 1,
      type,
      { name, output: json(output), ...(assignedVariables && { assignedVariables }) },
      "stateExited",
    )
  const lambda = { resourceType: "lambda", resource: "invoke" }
  return {
    events: [
      event(1, 0, "ExecutionStarted", { input: json({ seats: 2 }), roleArn: "arn:aws:iam::123456789012:role/r" }),
      entered(2, 0, "PassStateEntered", "Saga start", { seats: 2 }),
      exited(3, "PassStateExited", "Saga start", { seats: 2 }, assigned),
      entered(4, 3, "TaskStateEntered", "book", { seats: 2 }),
      event(5, 4, "TaskScheduled", {
        ...lambda,
        region: "eu-west-1",
        parameters: json(requestOf("book", { seats: 2 })),
      }),
      event(6, 5, "TaskStarted", lambda),
      event(7, 6, "TaskSucceeded", { ...lambda, output: json({ Payload: { v: 1, output: { code: "S2" } } }) }),
      exited(8, "TaskStateExited", "book", {}),
      entered(9, 8, "TaskStateEntered", "pay", {}),
      event(10, 9, "TaskScheduled", {
        ...lambda,
        region: "eu-west-1",
        parameters: json(requestOf("pay", { seats: 2 })),
      }),
      event(11, 10, "TaskStarted", lambda),
      event(12, 0, "ExecutionAborted", {}),
    ],
  }
}

function requestOf(step: string, input: object): object {
  return { FunctionName: step, Payload: { v: 1, key: `${arn}/${step}`, attempt: 1, input, execution: arn, step } }
}

describe("stepwright compensate", () => {
  it("shows what a killed execution had done, and then undoes it once", async () => {
    const trip = start(["run", "trip.ts", "--input", '{"seats":2}', "--db", "trips.db", "--name", "t"], scratch.path)
    await trip.until(/paying/)
    trip.signal("SIGKILL")
    await trip.ended
    const db = ["--db", "trips.db"]
    const shown = await run("compensate", "t", "trip.ts", ...db, "--dry-run")
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: "" })
    expect(shown.stdout).toMatch(/^ {2}1\. Undo book {2}arn:.*:t\/book~undo$/m)
    const done = await run("compensate", "t", "trip.ts", ...db)
    expect(done.code).toBe(0)
    expect(done.stdout).toMatch(/^ABORTED Stepwright.Cancelled$/m)
    expect(done.stdout + done.stderr).toMatch(/unbooking arn:.*:t\/book$/m)
    const again = await run("compensate", "t", "trip.ts", ...db)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain("NOT_COMPENSABLE")
  })

  it("undoes a stopped execution of AWS by its history", async () => {
    scratch.write("history.json", JSON.stringify(stoppedHistory()))
    const args = ["compensate", arn, "trip.ts", "--history", "history.json"]
    const shown = await run(...args, "--dry-run")
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: "" })
    expect(shown.stdout).toMatch(/^ {2}book {2}answered {2}arn:.*\/book$/m)
    expect(shown.stdout).toMatch(/^ {2}pay {2}unknown {2}arn:.*\/pay$/m)
    expect(shown.stdout).toMatch(/^ {2}1\. Undo book {2}arn:.*\/book~undo$/m)
    expect(shown.stdout).not.toContain("unbooking")
    const json = await run(...args, "--dry-run", "--json")
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      id: arn,
      dryRun: true,
      attempted: [{ step: "book", result: { code: "S2" } }, { step: "pay" }],
      compensations: [{ turn: 1, step: "book", key: `${arn}/book~undo`, input: { of: `${arn}/book` } }],
    })
    const done = await run(...args, "--json")
    expect(done.code).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: true, status: "ABORTED", error: "Stepwright.Cancelled" })
    expect(done.stderr).toContain(`unbooking ${arn}/book`)
  })

  it("says what is wrong with how it was called", async () => {
    scratch.write("empty.json", "[]")
    scratch.write("other.json", JSON.stringify(stoppedHistory({ failure: '"another"' })))
    const other = await run("compensate", arn, "trip.ts", "--history", "other.json")
    expect(other.code).toBe(1)
    expect(other.stderr).toMatch(/HISTORY_DIFFERS[^]*event 3: the variable 'failure'/)
    expect((await run("compensate", arn, "trip.ts", "--history", "other.json", "--dry-run")).code).toBe(0)
    const unknown = await run("compensate", "nobody", "trip.ts", "--db", "trips.db")
    expect(unknown.stderr).toContain("EXECUTION_UNKNOWN")
    expect((await run("compensate", "t", "trip.ts")).stderr).toContain("Give one of --db, --redis and --history")
    expect((await run("compensate", "t", "trip.ts", "--history", "empty.json")).stderr).toContain("its ARN")
    const empty = await run("compensate", arn, "trip.ts", "--history", "empty.json", "--json")
    expect(empty.code).toBe(1)
    expect(JSON.parse(empty.stdout)).toMatchObject({ ok: false, problems: [{ code: "HISTORY_INVALID" }] })
    expect((await run("compensate", arn, "trip.ts", "--history", "none.json")).stderr).toContain("FILE_NOT_FOUND")
  })
})
