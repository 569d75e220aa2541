import { coalesce, fmt, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import type { TaskState } from "../../asl/document.ts"
import { compiled } from "../fixture/compiled.ts"
import { type Answered, execute } from "../fixture/execute.ts"
import { answers, calls, charge, ended, Id, notify, refunded, released, reserve, ship } from "../fixture/shop.ts"

test("a saga whose failure is handled undoes by itself, and nothing twice", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: "first" }), { ...released, name: "first" })
    const paid = w
      .attempt((w) =>
        w.saga((w) => {
          w.run(reserve({ id: input.id }), released)
          const { payment } = w.run(charge({ id: input.id }), refunded)
          w.run(ship({ id: payment }), { name: "inside" })
          return payment
        }),
      )
      .catch({
        Lost: (_, error) => fmt`lost: ${coalesce(error.Cause, "")}`,
        "Saga.PartiallyCompensated": () => "partly",
      })
    w.run(ship({ id: paid }), { name: "after" })
    return paid
  })
  const plan = await compiled(flow)
  const at = (by: Readonly<Record<string, Answered>>) =>
    execute(plan, {
      input: { id: "x" },
      answer: (attempted) => by[attempted.order.state] ?? answers({})(attempted),
    })
  const lost: Answered = { error: "Lost", cause: "sea" }
  const undos = (done: ReturnType<typeof execute>): readonly string[] =>
    done.attempts.flatMap(({ order }) => (order.state.startsWith("Undo") ? [order.state.replace(/ \d$/, "")] : []))
  expect(at({}).output).toBe("paid x")
  const handled = at({ inside: lost })
  expect(handled.output).toBe("lost: sea")
  expect(undos(handled)).toEqual(["Undo charge", "Undo reserve"])
  const later = at({ inside: lost, after: lost })
  expect(later.error).toBe("Lost")
  expect(undos(later)).toEqual(["Undo charge", "Undo reserve", "Undo first"])
  // It went well, so the outer saga has its steps to undo.
  expect(undos(at({ after: lost }))).toEqual(["Undo charge", "Undo reserve", "Undo first"])
  const other = at({ inside: { error: "Other" } })
  expect(other.error).toBe("Other")
  expect(undos(other)).toEqual(["Undo charge", "Undo reserve", "Undo first"])
  const partly = at({ inside: lost, "Undo charge": { error: "Closed" } })
  expect(partly.output).toBe("partly")
  expect(at({ inside: lost, "Undo charge": { error: "Closed" }, after: lost }).error).toBe("Saga.PartiallyCompensated")
})

test("a saga is partly compensated where its own steps could not be undone, those of its branches included", async () => {
  const closed: Answered = { error: "Closed" }
  const lost: Answered = { error: "Lost" }
  const same = workflow("order", { input: Id }, (w, input) => {
    const tried = (name: string) =>
      w
        .attempt(
          (w) =>
            w.saga((w) => {
              w.run(reserve({ id: input.id }), { ...released, name: "same" })
              w.run(ship({ id: input.id }), { name: "lost" })
            }),
          { name },
        )
        .catch({ Lost: () => "lost", "Saga.PartiallyCompensated": () => "partly" })
    return [tried("first"), tried("second")]
  })
  const twice = execute(await compiled(same), {
    input: { id: "x" },
    answer: answers({ ship: lost, release: [...Array.from({ length: 6 }, () => closed), { output: null }] }),
  })
  expect(twice.output).toEqual(["partly", "lost"])

  const branches = workflow("order", { input: Id }, (w, input) =>
    w
      .attempt((w) =>
        w.saga((w) => {
          w.all([(w) => w.run(reserve({ id: input.id }), released)])
          w.run(ship({ id: input.id }))
        }),
      )
      .catch({ Lost: () => "lost", "Saga.PartiallyCompensated": () => "partly" }),
  )
  const plan = await compiled(branches)
  expect(execute(plan, { answer: answers({ ship: lost, release: closed }) }).output).toBe("partly")
  expect(execute(plan, { answer: answers({ ship: lost }) }).output).toBe("lost")
})

test("before the pivot back, after it only forward", async () => {
  const flow = workflow("order", { input: Id, timeout: "1h" }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    w.pivot(charge({ id: input.id }))
    w.run(ship({ id: input.id }))
    w.all({ told: notify({ id: input.id }) })
    return null
  })
  const plan = await compiled(flow)
  expect(execute(plan, { answer: answers({}) }).status).toBe("SUCCEEDED")
  const declined = execute(plan, { answer: answers({ charge: { error: "Declined" } }) })
  expect(declined.error).toBe("Declined")
  expect(calls(declined)).toEqual(["reserve", "charge", "release"])
  const undecided = execute(plan, { answer: answers({ charge: ["silence", { error: "Declined" }] }) })
  expect(undecided.error).toBe("Declined")
  expect(calls(undecided)).toEqual(["reserve", "charge", "charge"])
  expect(undecided.states.at(-1)).toBe("Pivot undecided")
  // Unknown outcomes, and failures after it: the execution stands where a redrive goes on.
  const unknown = execute(plan, { answer: answers({ charge: "silence" }) })
  expect(unknown).toMatchObject({ status: "FAILED", error: "States.Timeout" })
  expect(unknown.states.at(-1)).toBe("charge")
  const after = execute(plan, { answer: answers({ ship: { error: "Lost" } }) })
  expect(after).toMatchObject({ status: "FAILED", error: "Lost" })
  expect(after.states.at(-1)).toBe("ship")
  expect(calls(after).filter((name) => name === "ship")).toHaveLength(21)
  expect((plan.definition.States["ship"] as TaskState).Catch).toBeUndefined()
  expect(after.attempts.at(-1)?.order.timeoutSeconds).toBeUndefined()
})

test("a pivot of unknown outcome is asked about, then it goes forward or back", async () => {
  const probe = task("probe", { input: z.object({ key: z.string(), id: z.string() }), readOnly: true })
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    const paid = w.pivot(charge({ id: input.id }), {
      probe: ({ key, input: given }) => probe({ key, id: given.id }) as never,
      retry: { attempts: 2, interval: "1s" },
    })
    const sent = w.run(ship({ id: paid.payment }))
    return { sent: sent.id, paid: paid.payment }
  })
  const plan = await compiled(flow)
  expect(plan.notes["Probe charge"]?.role).toBe("probe")
  expect(execute(plan, { answer: answers({}) }).output).toEqual({ sent: "paid a1", paid: "paid a1" })
  const asked = (output: object, ...first: readonly Answered[]) =>
    execute(plan, { answer: answers({ charge: [...first, "silence"], probe: { output: output as never } }) })
  const applied = asked({ outcome: "applied", result: { payment: "found" } })
  expect(applied.output).toEqual({ sent: "found", paid: "found" })
  expect(calls(applied)).toEqual(["reserve", "charge", "charge", "probe", "ship"])
  expect(applied.attempts[3]?.request).toMatchObject({
    key: "execution-1/charge~probe",
    input: { key: "execution-1/charge", id: "a1" },
  })
  const not = asked({ outcome: "notApplied" })
  expect(ended(not)).toMatchObject({ error: "States.Timeout", cause: { step: "charge", compensated: ["reserve"] } })
  // Nobody knows: it stands at the probe, where a redrive asks again.
  const unknown = asked({ outcome: "unknown" })
  expect(unknown.status).toBe("FAILED")
  expect(unknown.states.at(-1)).toBe("Probe charge")
  expect(calls(unknown)).not.toContain("release")
  // Declined at once: nothing to ask. Declined after an attempt of unknown outcome: to be asked.
  const declined: Answered = { error: "Declined" }
  expect(calls(execute(plan, { answer: answers({ charge: declined }) }))).toEqual(["reserve", "charge", "release"])
  const late = execute(plan, {
    answer: answers({ charge: ["silence", declined], probe: { output: { outcome: "notApplied" } } }),
  })
  expect(calls(late)).toEqual(["reserve", "charge", "charge", "probe", "release"])
  expect(late.error).toBe("Declined")
})
