import { add, eq, event, fmt, lte, task, workflow, type Workflow } from "@stepwright/dsl"
import { z } from "zod"

const Of = z.object({ of: z.string() })
const Effect = z.object({ effect: z.string() })

/** Does what it is named after, under its key. */
export const act = task("act", { input: Effect, output: Effect })
/** Undoes what was done. */
export const undo = task("undo", { input: Effect })
/** Fails at its first attempt. */
export const flaky = task("flaky", { input: Effect, output: Effect, retry: { attempts: 3, interval: "1s" } })
/** Does not answer in time. */
export const silent = task("silent", { input: Effect, output: Effect, timeout: "2s", readOnly: true })
/** Fails. */
export const broken = task("broken", { input: Effect, notApplied: ["Chaos.Broken"] })
/** Hands its token to whoever starts executions, who answers. */
export const asks = task("asks", { input: Effect.extend({ token: z.string() }) })
/** Goes out as a job of BullMQ, to whichever worker serves the queue. */
export const queued = task("queued", { queue: "chaos", input: Effect, output: Effect })
/** Published, where a workflow emits it. */
const happened = event("happened", Effect)

const chain = workflow("chain", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }), { name: "first" })
  w.run(act({ effect: fmt`${of}/2` }), { name: "second" })
  w.run(act({ effect: fmt`${of}/3` }), { name: "third" })
})

const items = ["a", "b", "c", "d"]

const fan = workflow("fan", { input: Of }, (w, { of }) => {
  w.all({
    one: act({ effect: fmt`${of}/1` }),
    each: (w) => w.each(items, (item) => act({ effect: fmt`${of}/${item}` })),
  })
})

const sleeper = workflow("sleeper", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }), { name: "before" })
  w.sleep("2s")
  w.run(act({ effect: fmt`${of}/2` }), { name: "after" })
})

const retrying = workflow("retrying", { input: Of }, (w, { of }) => {
  w.run(flaky({ effect: fmt`${of}/1` }))
  w.run(act({ effect: fmt`${of}/2` }))
})

const late = workflow("late", { input: Of }, (w, { of }) => {
  w.attempt((w) => void w.run(silent({ effect: fmt`${of}/1` }))).catch({
    "States.Timeout": (w) => void w.run(act({ effect: fmt`${of}/2` })),
  })
})

const asking = workflow("asking", { input: Of, output: z.string() }, (w, { of }) => {
  return w.callback(({ token }) => asks({ effect: fmt`${of}/1`, token }), { output: z.string(), timeout: "1h" })
})

const child = workflow("child", { input: Of }, (w, { of }) => void w.run(act({ effect: fmt`${of}/2` })))

const parent = workflow("parent", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }))
  w.call(child)({ of })
})

const scatter = workflow("scatter", { input: Of }, (w, { of }) => {
  w.each(items, (item) => act({ effect: fmt`${of}/${item}` }), { distributed: true })
})

const choice = workflow("choice", { input: Of }, (w, { of }) => {
  const { effect } = w.run(act({ effect: fmt`${of}/1` }), { name: "asked" })
  w.when(eq(effect, fmt`${of}/1`), (w) => void w.run(act({ effect: fmt`${of}/2` }), { name: "taken" })).otherwise(
    (w) => void w.run(act({ effect: fmt`${of}/3` }), { name: "left" }),
  )
})

const loop = workflow("loop", { input: Of }, (w, { of }) => {
  w.repeat(
    (w, pass) => {
      w.run(act({ effect: fmt`${of}/${pass}` }))
      return add(pass, 1)
    },
    { initial: 1, while: (pass) => lte(pass, 3), max: 5 },
  )
})

const telling = workflow("telling", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }), { name: "before" })
  w.emit(happened({ effect: fmt`${of}/2` }))
  w.run(act({ effect: fmt`${of}/3` }), { name: "after" })
})

const queueing = workflow("queueing", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }), { name: "before" })
  w.run(queued({ effect: fmt`${of}/2` }))
  w.run(act({ effect: fmt`${of}/3` }), { name: "after" })
})

const saga = workflow("saga", { input: Of }, (w, { of }) => {
  w.run(act({ effect: fmt`${of}/1` }), { name: "one", compensate: () => undo({ effect: fmt`${of}/1-undone` }) })
  w.run(act({ effect: fmt`${of}/2` }), { name: "two", compensate: () => undo({ effect: fmt`${of}/2-undone` }) })
  w.run(broken({ effect: fmt`${of}/3` }))
})

/** What was done side by side is undone. */
const sections = workflow("sections", { input: Of }, (w, { of }) => {
  w.all({
    one: (w) => {
      w.run(act({ effect: fmt`${of}/1` }), { name: "one", compensate: () => undo({ effect: fmt`${of}/1-undone` }) })
    },
    two: (w) => {
      w.run(act({ effect: fmt`${of}/2` }), { name: "two", compensate: () => undo({ effect: fmt`${of}/2-undone` }) })
    },
  })
  w.run(broken({ effect: fmt`${of}/3` }))
})

/** Its sleep ends only by what is said from outside. */
const resting = (name: string): Workflow<{ of: string }> =>
  workflow(name, { input: Of }, (w, { of }) => {
    w.run(act({ effect: fmt`${of}/1` }), { name: "one", compensate: () => undo({ effect: fmt`${of}/1-undone` }) })
    w.sleep("1d")
  })

/** What a kind of execution must come to. */
export interface Kind {
  readonly workflow: Workflow<{ of: string }>
  readonly status: "SUCCEEDED" | "FAILED" | "ABORTED"
  /** Ends of the names of what is done, each under one key, whatever happens meanwhile. */
  readonly effects: readonly string[]
  /** What it needs from outside to end. */
  readonly needs?: "answer" | "stop" | "cancel"
  /** Of these effects nobody knows whether they came about in time; but `x` does not go without its `x-undone`. */
  readonly perhaps?: readonly string[]
}

/** Every kind of execution that is started, by its workflow's name. */
export const kinds: Readonly<Record<string, Kind>> = Object.fromEntries(
  (
    [
      { workflow: chain, status: "SUCCEEDED", effects: ["1", "2", "3"] },
      { workflow: fan, status: "SUCCEEDED", effects: ["1", ...items] },
      { workflow: sleeper, status: "SUCCEEDED", effects: ["1", "2"] },
      { workflow: retrying, status: "SUCCEEDED", effects: ["1", "2"] },
      { workflow: late, status: "SUCCEEDED", effects: ["2"], perhaps: ["1"] },
      { workflow: asking, status: "SUCCEEDED", effects: ["1"], needs: "answer" },
      { workflow: parent, status: "SUCCEEDED", effects: ["1", "2"] },
      { workflow: scatter, status: "SUCCEEDED", effects: items },
      { workflow: choice, status: "SUCCEEDED", effects: ["1", "2"] },
      { workflow: loop, status: "SUCCEEDED", effects: ["1", "2", "3"] },
      { workflow: telling, status: "SUCCEEDED", effects: ["1", "2", "3"] },
      { workflow: queueing, status: "SUCCEEDED", effects: ["1", "2", "3"] },
      { workflow: sections, status: "FAILED", effects: ["1", "2", "3", "1-undone", "2-undone"] },
      { workflow: saga, status: "FAILED", effects: ["1", "2", "3", "1-undone", "2-undone"] },
      { workflow: resting("stopped"), status: "ABORTED", effects: [], needs: "stop", perhaps: ["1"] },
      { workflow: resting("cancelled"), status: "ABORTED", effects: [], needs: "cancel", perhaps: ["1", "1-undone"] },
    ] satisfies readonly Kind[]
  ).map((kind) => [kind.workflow.name, kind]),
)

export const workflows = [...Object.values(kinds).map(({ workflow }) => workflow), child]
