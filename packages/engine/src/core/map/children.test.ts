import { describe, expect, test } from "vitest"

import type { StateDefinition, StateMachineDefinition } from "../../asl/document.ts"
import { runToCheckpoint } from "../checkpoint.ts"
import { childAnswer, childHeader } from "../child-execution.ts"
import type { FinishExecution, RunTask } from "../command.ts"
import { compileMachine } from "../compile-machine.ts"
import { startRun } from "../run.ts"
import { simulate, simulatedHeader } from "../simulation/simulate.ts"
import { transition } from "../transition.ts"
import { children, Hand, inputs, machineOf, only, task } from "./by-hand.fixture.ts"
import { mapRunAddress } from "./map-run.ts"

describe("child executions are ordered", () => {
  test("with a name of their own, at most MaxConcurrency at once", () => {
    const hand = new Hand(machineOf({ MaxConcurrency: 2 }), ["a", "b", "c"])
    const [first, second, ...more] = hand.start()
    expect(more).toEqual([])
    expect(first).toMatchObject({
      state: "M",
      path: "M[0]",
      executionType: "STANDARD",
      input: "a",
      redrive: false,
      sinceMs: 1,
    })
    expect(first?.id).toBe(`arn:aws:states:us-east-1:111111111111:execution:machine/L:${first?.name ?? ""}`)
    expect(second?.name).not.toBe(first?.name)
    expect(hand.pending).toEqual([first, second])
    expect(inputs(hand.succeed(only([second].flatMap((one) => one ?? []))))).toEqual(["c"])
  })

  test("10,000 at once where the Map names no number, or a larger one", () => {
    const items = Array.from({ length: 10_002 }, (_, index) => index)
    for (const fields of [{}, { MaxConcurrency: 20_000 }]) {
      expect(new Hand(machineOf(fields), items).start()).toHaveLength(10_000)
    }
  })

  test("with a label that all executions of the machine share, where the Map has none", () => {
    const labels = [1, 2].map(
      (input) => only(new Hand(machineOf({ Label: undefined }), [input]).start()).id.split(":")[6],
    )
    expect(labels[0]).toMatch(/^machine\/[0-9a-f-]{36}$/)
    expect(labels[1]).toBe(labels[0])
  })

  test("with the key of their item, where the Map goes over an object", () => {
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      ...machineOf({ Items: { k: 1 } }),
    }
    expect(only(new Hand(definition, {}).start()).path).toBe("M{k}")
  })

  test("and the same order asks for the same child again after a retry of the Map only by another name", () => {
    const hand = new Hand(machineOf({ Retry: [{ ErrorEquals: ["States.ALL"] }] }), [1])
    const first = only(hand.start())
    const timer = only(hand.fail(first).filter(({ type }) => type === "StartTimer")) as { frame: number; seq: number }
    const second = only(children(hand.apply({ type: "TimerFired", frame: timer.frame, seq: timer.seq, at: 1e6 })))
    expect(second.path).toBe(first.path)
    expect(second.id).not.toBe(first.id)
    expect(second.mapRunArn).not.toBe(first.mapRunArn)
  })
})

describe("an ItemSelector that fails while children run", () => {
  const selecting = (fields: object) =>
    new Hand(
      {
        QueryLanguage: "JSONata",
        ...machineOf({
          Items: [1, 2, 3, 4],
          ItemSelector: {
            v: "{% $states.context.Map.Item.Value = 3 and $states.context.Execution.RedriveCount = 0 ? $error('x') : $states.context.Map.Item.Value %}",
          },
          ...fields,
        }),
      },
      {},
    )
  const told = ["EvaluationFailed", "MapRunFailed", "MapStateFailed", "ExecutionFailed"]

  test("fails the Map; a redrive begins with the item that it failed for", () => {
    const hand = selecting({ MaxConcurrency: 1 })
    const [second] = children(hand.succeed(only(hand.start()), "one"))
    expect(hand.succeed(only([second].flatMap((one) => one ?? [])), "two")).toMatchObject([{ type: "FinishExecution" }])
    expect(hand.typesFrom("EvaluationFailed")).toEqual(told)
    expect(hand.run).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" })
    expect(hand.run.mapRuns.get(0)?.status).toBe("FAILED")
    expect(hand.tally).toMatchObject({ total: 4, succeeded: 2, running: 0, aborted: 0 })
    const third = only(children(hand.apply({ type: "RedriveRequested" })))
    expect(third).toMatchObject({ path: "M[2]", input: { v: 3 }, redrive: false })
    hand.succeed(only(children(hand.succeed(third, "three"))), "four")
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: ["one", "two", "three", "four"] })
    expect(hand.tally).toMatchObject({ total: 4, succeeded: 4 })
  })

  test("stops the children that run, and can be retried and caught like any failure", () => {
    const hand = selecting({ MaxConcurrency: 2, Retry: [{ ErrorEquals: ["States.QueryEvaluationError"] }] })
    const [first, second] = hand.start()
    const commands = hand.succeed(only([first].flatMap((one) => one ?? [])), "one")
    expect(commands).toMatchObject([{ type: "CancelWork", child: second?.id }, { type: "StartTimer" }])
    expect(hand.typesFrom("EvaluationFailed")).toEqual(["EvaluationFailed", "MapRunFailed"])
    expect(hand.tally).toMatchObject({ total: 4, succeeded: 1, running: 0, aborted: 1 })
  })

  test("for the first item, and in JSONPath, where nothing catches it", () => {
    const first = selecting({ Items: [3] })
    expect(first.start()).toEqual([])
    expect(first.typesFrom("EvaluationFailed")).toEqual(told)
    const path = new Hand(machineOf({ ItemSelector: { "v.$": "$$.Map.Item.Value.v" }, MaxConcurrency: 1 }), [
      { v: 1 },
      {},
    ])
    path.succeed(only(path.start()))
    expect(path.typesFrom("MapRunFailed")).toEqual(["MapRunFailed", "ExecutionFailed"])
    expect(path.run).toMatchObject({ status: "FAILED", error: "States.Runtime" })
    expect(path.tally).toMatchObject({ total: 2, succeeded: 1, running: 0, aborted: 0 })
  })
})

describe("a child execution's end", () => {
  test("counts once, and what is not its answer counts nothing", () => {
    const hand = new Hand(machineOf(), [1, 2])
    const first = only(hand.start())
    const { frame, seq } = first
    const before = hand.run
    for (const type of ["TaskSubmitted", "TimerFired"])
      expect(hand.apply({ type, frame, seq, output: null })).toEqual([])
    expect(JSON.stringify(runToCheckpoint(hand.run))).toBe(JSON.stringify(runToCheckpoint(before)))
    hand.succeed(first, "x")
    expect(hand.tally).toMatchObject({ succeeded: 1, running: 1 })
    hand.succeed(first, "y")
    expect(hand.tally).toMatchObject({ succeeded: 1, running: 1 })
  })

  test.each(["FAILED", "TIMED_OUT", "ABORTED"] as const)("%s is told apart in the map run", (status) => {
    const hand = new Hand(machineOf({ ToleratedFailureCount: 1 }), [1])
    hand.fail(only(hand.start()), status)
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: [] })
    const place = { FAILED: "failed", TIMED_OUT: "timedOut", ABORTED: "aborted" }[status]
    expect(hand.tally).toMatchObject({ total: 1, succeeded: 0, running: 0, [place]: 1 })
  })

  test.each<[object, boolean]>([
    [{ ToleratedFailureCount: 2 }, true],
    [{ ToleratedFailureCount: 1 }, false],
    [{ ToleratedFailurePercentage: 67 }, true],
    [{ ToleratedFailurePercentage: 66 }, false],
  ])("fails all items of a batch: %j", (fields, tolerated) => {
    const hand = new Hand(machineOf({ ...fields, ItemBatcher: { MaxItemsPerBatch: 2 } }), [1, 2, 3])
    const [batch, last] = hand.start()
    if (batch === undefined || last === undefined) throw new Error("two children")
    hand.succeed(last)
    hand.fail(batch)
    expect(hand.run.status).toBe(tolerated ? "SUCCEEDED" : "FAILED")
  })

  test("that nobody tells of is a timeout where one was drawn", () => {
    const hand = new Hand(machineOf({ ToleratedFailureCount: 1 }), [1])
    const { frame, seq } = only(hand.start())
    hand.apply({ type: "TaskTimedOut", frame, seq, reason: "timeout" })
    expect(hand.tally).toMatchObject({ timedOut: 1 })
  })

  test("beyond the threshold calls the others back by their names", () => {
    const hand = new Hand(
      machineOf({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "W" }] }, "STANDARD", {
        W: { Type: "Wait", Seconds: 9, End: true },
      }),
      [1, 2, 3],
    )
    const [first, second, third] = hand.start()
    const cancels = hand.fail(only([first].flatMap((one) => one ?? []))).filter(({ type }) => type === "CancelWork")
    expect(cancels).toEqual(
      [second, third].map((one) => ({ type: "CancelWork", frame: one?.frame, seq: one?.seq, child: one?.id })),
    )
    expect(hand.run.mapRuns.get(0)).toMatchObject({ status: "FAILED", executions: { failed: 1, aborted: 2 } })
    expect(hand.typesFrom("MapRunFailed")).toEqual([
      "MapRunFailed",
      "MapStateFailed",
      "MapStateExited",
      "WaitStateEntered",
    ])
  })
})

describe("an execution that ends while children are under way", () => {
  test("names them, and its map run was aborted", () => {
    const hand = new Hand(machineOf(), [1, 2])
    const ordered = hand.start()
    const finish = only(hand.apply({ type: "StopRequested" })) as FinishExecution
    expect(finish.children).toEqual(ordered.map(({ id }) => id))
    expect(hand.run.mapRuns.get(0)).toMatchObject({ status: "ABORTED", stoppedAt: 2, executions: { aborted: 2 } })
  })

  test("writes MapRunAborted where the Map stood beside what failed", () => {
    const bad: StateDefinition = { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true }
    const definition: StateMachineDefinition = {
      StartAt: "P",
      States: { P: { Type: "Parallel", End: true, Branches: [machineOf(), { StartAt: "T", States: { T: bad } }] } },
    }
    const hand = new Hand(definition, [1])
    const commands = hand.apply({ type: "ExecutionStarted" })
    const other = only(commands.filter((command): command is RunTask => command.type === "RunTask"))
    hand.fail(other)
    expect(hand.typesFrom("TaskFailed")).toEqual([
      "TaskFailed",
      "MapRunAborted",
      "MapStateAborted",
      "TaskStateAborted",
      "ParallelStateFailed",
      "ExecutionFailed",
    ])
    expect(hand.run.mapRuns.get(0)).toMatchObject({ status: "ABORTED", executions: { aborted: 1 } })
  })
})

describe("a redrive", () => {
  test("orders again what did not succeed within the concurrency, and then what never began", () => {
    const hand = new Hand(machineOf({ MaxConcurrency: 2, ToleratedFailureCount: 1 }), ["a", "b", "c", "d", "e"])
    const [a, b] = hand.start()
    if (a === undefined || b === undefined) throw new Error("two children")
    const c = only(children(hand.fail(a)))
    const d = only(children(hand.succeed(b)))
    hand.fail(c)
    expect(hand.run).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" })
    expect(hand.tally).toEqual(tally({ total: 5, succeeded: 1, failed: 2, aborted: 1 }))

    const again = children(hand.apply({ type: "RedriveRequested" }))
    expect(again.map(({ id, redrive, sinceMs }) => ({ id, redrive, sinceMs }))).toEqual(
      [a, c].map(({ id, sinceMs }) => ({ id, redrive: true, sinceMs })),
    )
    expect(hand.pending).toEqual(again)
    expect(hand.tally).toEqual(tally({ total: 5, succeeded: 1, running: 2, pendingRedrive: 1 }))
    const [a2, c2] = again
    if (a2 === undefined || c2 === undefined) throw new Error("two children")
    expect(hand.succeed(a), "an answer to the order from before").toEqual([])
    const d2 = only(children(hand.succeed(c2)))
    expect(d2).toMatchObject({ id: d.id, redrive: true })
    const e = only(children(hand.succeed(d2)))
    expect(e).toMatchObject({ input: "e", redrive: false })
    hand.succeed(e)
    hand.fail(a2)
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: ["b", "c", "d", "e"] })
    expect(hand.run.mapRuns.get(0)).toMatchObject({ status: "SUCCEEDED", redriveCount: 1, redrivenAt: 5 })
    expect(hand.typesFrom("ExecutionRedriven")).toEqual([
      "ExecutionRedriven",
      "MapRunRedriven",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ])
  })

  test("of a stopped execution goes on with all that was under way", () => {
    const hand = new Hand(machineOf({}, "EXPRESS"), [1, 2])
    const [first, second] = hand.start()
    if (first === undefined || second === undefined) throw new Error("two children")
    hand.succeed(first)
    hand.apply({ type: "StopRequested" })
    const again = only(children(hand.apply({ type: "RedriveRequested" })))
    expect(again).toMatchObject({ id: second.id, redrive: true, executionType: "EXPRESS" })
    hand.succeed(again)
    expect(hand.run.output).toEqual([1, 2])
  })

  test("of a Map whose output could not be made begins a new map run", () => {
    const hand = new Hand(machineOf({ OutputPath: "$.none" }), [1])
    hand.succeed(only(hand.start()))
    expect(hand.run.status).toBe("FAILED")
    expect(only(children(hand.apply({ type: "RedriveRequested" })))).toMatchObject({ redrive: false })
    expect(hand.run.mapRuns.length).toBe(2)
  })

  test("whose children cannot be ordered fails the Map again", () => {
    const selector = { ItemSelector: { "n.$": "States.ArrayGetItem($$.Map.Item.Value, 1)" } }
    const hand = new Hand(machineOf({ MaxConcurrency: 1, ...selector }), [[1, 2], [1]])
    const first = only(hand.start())
    hand.succeed(first)
    expect(hand.run.status).toBe("FAILED")
    hand.apply({ type: "RedriveRequested" })
    expect(hand.run.status).toBe("FAILED")
    expect(hand.run.redriveCount).toBe(1)
  })

  test("of a child may name who awaits it now, and is taken once", () => {
    const hand = new Hand({ StartAt: "T", States: { T: task } }, 1)
    const [order] = hand.apply({ type: "ExecutionStarted" }) as readonly RunTask[]
    if (order === undefined) throw new Error("no task")
    hand.fail(order)
    const asked = { type: "RedriveRequested", awaitedBy: "token" }
    const [again] = hand.apply(asked) as readonly RunTask[]
    if (again === undefined) throw new Error("no task")
    expect(hand.run.awaitedBy).toBe("token")
    hand.fail(again)
    const ended = runToCheckpoint(hand.run)
    expect(hand.apply(asked)).toEqual([])
    expect(runToCheckpoint(hand.run)).toEqual(ended)
    expect(hand.apply({ ...asked, awaitedBy: "another" })).toHaveLength(1)
  })

  test("anew begins with the first state, whatever had been done", () => {
    const definition: StateMachineDefinition = {
      StartAt: "A",
      States: {
        A: { ...task, End: undefined, Next: "P" } as unknown as StateDefinition, // of the test
        P: { Type: "Parallel", End: true, Branches: [{ StartAt: "T", States: { T: task } }] },
      },
    }
    const hand = new Hand(definition, "in")
    const first = only(hand.apply({ type: "ExecutionStarted" })) as RunTask
    const inner = only(hand.succeed(first, "out")) as RunTask
    hand.fail(inner)
    const again = only(hand.apply({ type: "RedriveRequested", anew: true })) as RunTask
    expect(again).toMatchObject({ state: "A", input: "in" })
    expect(hand.succeed(first), "an answer from before").toEqual([])
    hand.succeed(only(hand.succeed(again, "x")) as RunTask, "y")
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: ["y"] })
  })
})

describe("a map run's ARN", () => {
  test("leads back to its execution and its number there", () => {
    const { run } = simulate(machineOf(), { input: [1] })
    const arn = run.mapRuns.get(0)?.arn ?? ""
    expect(mapRunAddress(arn)).toEqual({ execution: run.header.id, number: 0 })
    expect(mapRunAddress(arn.replace("machine/L", "machine/Outer/L"))).toEqual({
      execution: "arn:aws:states:us-east-1:111111111111:execution:machine/Outer:run",
      number: 0,
    })
  })

  test.each(["", "nonsense", "arn:aws:states:us-east-1:111111111111:execution:machine:run"])("is not %j", (arn) => {
    expect(mapRunAddress(arn)).toBeUndefined()
  })
})

describe("a child execution", () => {
  test("begins with the Map's processor, knows nothing of the root's timeout, and answers by its own end", () => {
    const { children: made } = simulate({ ...machineOf(), TimeoutSeconds: 5 }, { input: ["a"] })
    const [child] = made
    expect(child?.events.map(({ type }) => type)[1]).toBe("TaskStateEntered")
    expect(child?.run.header).toMatchObject({ map: { state: "M" }, input: "a" })
    expect(child?.run.header.rootKey).toBe("arn:aws:states:us-east-1:111111111111:execution:machine:run/M[0]")
  })

  test("that has not ended answers nothing, and one of no Map does not begin", () => {
    const machine = compileMachine(machineOf())
    const order = only(new Hand(machineOf(), ["a"]).start())
    const header = childHeader(simulatedHeader([]), order, { seed: "s", startedAt: 0 })
    expect(() => childAnswer(order, startRun(machine, header), 1)).toThrow("has not ended")
    const lost = startRun(machine, { ...header, map: { state: "N" } })
    expect(() => transition(machine, lost, { type: "ExecutionStarted", at: 0 })).toThrow("no Map 'N'")
  })
})

function tally(some: object): object {
  const none = { total: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: 0 }
  return { ...none, resultsWritten: 0, ...some }
}
