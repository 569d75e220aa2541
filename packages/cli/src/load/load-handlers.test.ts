import type { Task } from "@stepwright/dsl"
import { expect, it } from "vitest"

import { handlersOf } from "./load-handlers.ts"

/** All that is looked at of a task. */
const fake = (name: string, handler?: () => number): Task => ({ kind: "task", name, handler }) as unknown as Task

const bare = fake("bare")
const whole = fake("whole", () => 1)
const attached = { task: bare, handler: () => 2 }

it("takes handlers and tasks with handlers, alone or in arrays and records", () => {
  const names = (exports: Readonly<Record<string, unknown>>): readonly string[] =>
    handlersOf(exports).handlers.map(({ task }) => task.name)
  expect(names({ attached, whole, bare })).toEqual(["bare", "whole"])
  expect(names({ all: [attached], more: { whole } })).toEqual(["bare", "whole"])
})

it("lets a handler that was attached win over the task's own", () => {
  const better = { task: whole, handler: () => 3 }
  expect(handlersOf({ better, whole }).handlers).toEqual([better])
  expect(handlersOf({ a: whole, better }).handlers).toEqual([better])
})

it("takes functions under their names, and in records under their keys", () => {
  const chargeCard = (): number => 1
  const put = (): number => 2
  const { resources, handlers } = handlersOf({
    chargeCard,
    integrations: { "dynamodb:putItem": put },
    number: 1,
    nothing: null,
  })
  expect(handlers).toEqual([])
  expect(resources).toEqual({ chargeCard, "charge-card": chargeCard, "dynamodb:putItem": put })
})
