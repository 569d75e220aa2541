import { type Builder, task, type Workflow, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { type Attempted, execute } from "../fixture/execute.ts"

const Act = z.object({ id: z.string() })
const act = task("act", { input: Act, output: z.object({ id: z.string() }), timeout: "20s" })
const look = task("look", { input: Act, output: z.object({ id: z.string() }) })
const undo = task("undo", { input: z.object({ of: z.string() }) })
const compensate = ({ key }: { readonly key: Parameters<typeof undo>[0]["of"] }) => undo({ of: key })

/** What was done under which keys, and of that undone. */
function effects(attempts: readonly Attempted[]): { readonly done: string[]; readonly undone: string[] } {
  const of = (target: string) =>
    attempts.flatMap((each) => (each.target === target && each.request ? [each.request] : []))
  return {
    done: of("act").map(({ key }) => key),
    undone: of("undo").map(({ input }) => (input as { readonly of: string }).of), // its schema
  }
}

/** Cancels after each fact of an execution in turn, and says how it ended and what was left standing. */
async function cancelEverywhere(flow: Pick<Workflow, "name" | "tree">) {
  const plan = await compiled(flow)
  const whole = execute(plan, { cancelAfter: Infinity })
  expect(whole.status).toBe("SUCCEEDED")
  const ends = []
  for (let cancelAfter = 0; cancelAfter < whole.facts; cancelAfter++) {
    const where = `${flow.name} after ${cancelAfter} facts`
    let done: ReturnType<typeof execute>
    try {
      done = execute(plan, { cancelAfter })
    } catch (error) {
      throw new Error(where, { cause: error })
    }
    const { done: acted, undone } = effects(done.attempts)
    ends.push({ where, status: done.status, error: done.error, acted, undone, states: done.states })
  }
  return { plan, whole, ends }
}

test("a cancel at any time before the pivot undoes all, after it all goes on to the end, and none hangs", async () => {
  const { ends, plan } = await cancelEverywhere(
    workflow("order", { input: Act }, (w, input) => {
      w.run(act({ id: input.id }), { name: "first", compensate })
      w.each(
        ["a", "b", "c"],
        (item, w) => {
          // The item is kept in front of the list inside, which reads it.
          w.each(["1", "2"], (_, w) => void w.run(act({ id: item }), { name: "one", compensate }), { name: "pair" })
        },
        { name: "items", concurrency: 1 },
      )
      w.pivot(look({ id: "pivot" }), { name: "pivot" })
      w.all({
        left: (w) => {
          w.each(["x", "y"], (item, w) => {
            w.each(["1", "2"], (_, w) => {
              w.sleep("1d", { name: "nap" })
              w.run(look({ id: item }), { name: "deep" })
            })
          })
        },
        right: (w) => w.run(look({ id: input.id }), { name: "right" }),
      })
      w.run(look({ id: input.id }), { name: "last" })
    }),
  )
  expect(Object.keys(plan.notes).filter((name) => name.endsWith(" input"))).not.toEqual([])
  const forwards = ends.map(({ status, error, acted, undone, where }) => {
    if (status === "SUCCEEDED") expect(undone, where).toEqual([])
    else {
      expect({ status, error }, where).toEqual({ status: "ABORTED", error: "Stepwright.Cancelled" })
      expect([...new Set(undone)].toSorted(), where).toEqual([...new Set(acted)].toSorted())
    }
    return status === "SUCCEEDED"
  })
  // Back until the pivot has begun, then forward.
  expect(forwards).toEqual(forwards.toSorted((a, b) => Number(a) - Number(b)))
  expect(new Set(forwards)).toEqual(new Set([false, true]))
})

const handled = { "States.ALL": () => "none" }
const shapes: readonly (readonly [name: string, body: (w: Builder) => unknown])[] = [
  [
    "an attempt",
    (w) => {
      w.attempt((w) => {
        w.run(act({ id: "a" }), { name: "first", compensate })
        w.run(act({ id: "b" }), { name: "second", compensate })
      }).catch(handled)
      w.sleep("1h", { name: "nap" })
    },
  ],
  [
    "an attempt of a saga",
    (w) => {
      w.attempt((w) => w.saga((w) => void w.run(act({ id: "a" }), { name: "first", compensate }))).catch(handled)
      w.sleep("1h", { name: "nap" })
    },
  ],
  [
    "an attempt of branches",
    (w) => {
      w.attempt((w) => {
        w.all({
          one: (w) => w.run(act({ id: "a" }), { name: "one", compensate }),
          two: (w) => w.run(act({ id: "b" }), { name: "two", compensate }),
        })
      }).catch(handled)
      w.sleep("1h", { name: "nap" })
    },
  ],
  [
    "an attempt in passes",
    (w) => {
      w.repeat(
        (w) => {
          w.attempt((w) => void w.run(act({ id: "a" }), { name: "pass", compensate })).catch(handled)
        },
        { name: "loop", max: 3 },
      )
      w.sleep("1h", { name: "nap" })
    },
  ],
  [
    "an attempt of a saga in passes",
    (w) => {
      w.repeat(
        (w) => {
          w.attempt((w) => w.saga((w) => void w.run(act({ id: "a" }), { name: "pass", compensate }))).catch(handled)
        },
        { name: "loop", max: 3 },
      )
      w.sleep("1h", { name: "nap" })
    },
  ],
  [
    "an attempt of a saga in a distributed item",
    (w) => {
      w.each(
        ["a", "b"],
        (id, w) => {
          w.attempt((w) =>
            w.saga((w) => {
              w.run(act({ id }), { name: "first", compensate })
              w.sleep("1h", { name: "rest" })
              w.run(act({ id }), { name: "second", compensate })
            }),
          ).catch(handled)
        },
        { distributed: true, concurrency: 1 },
      )
      w.sleep("1h", { name: "nap" })
    },
  ],
]

test.each(shapes)("a cancel undoes all where %s handles whatever fails", async (_, body) => {
  const { ends } = await cancelEverywhere(workflow("order", {}, body))
  for (const { status, error, acted, undone, where } of ends) {
    expect({ status, error }, where).toEqual({ status: "ABORTED", error: "Stepwright.Cancelled" })
    expect(undone.toSorted(), where).toEqual([...new Set(acted)].toSorted())
  }
})
