import { memory } from "@stepwright/adapters/memory"
import { type Backend, stateMachine } from "@stepwright/engine"
import { expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, until } from "./lab.ts"

/** A memory backend that tells of its commits. */
function told(happened: string[]): Backend {
  const real = memory()
  const { sessions } = real
  return {
    ...real,
    sessions: {
      ...sessions,
      tick: async (params) => {
        for (const { facts } of params.commits) happened.push(`${facts.length} facts`)
        return await sessions.tick(params)
      },
    },
  }
}

const chain = sequence("chain", { A: invoke("step"), B: invoke("step"), C: invoke("step") })

it("a chain whose handlers answer at once is one commit where nothing can come between", async () => {
  const happened: string[] = []
  const resources = { step: () => (happened.push("called"), null) }
  await using lab = await openLab({ backend: told(happened), workflows: [chain], resources })
  expect(await lab.client.execute(chain, {})).toMatchObject({ status: "SUCCEEDED" })
  expect(happened).toEqual(["called", "called", "called", "4 facts"])
})

it("the next step waits for no commit where a handler answers later either", async () => {
  const happened: string[] = []
  const resources = {
    step: async () => {
      happened.push("called")
      await Promise.resolve()
      happened.push("answered")
      return null
    },
  }
  await using lab = await openLab({ backend: told(happened), workflows: [chain], resources })
  expect(await lab.client.execute(chain, {})).toMatchObject({ status: "SUCCEEDED" })
  const answered = happened.indexOf("answered")
  expect(happened.slice(answered, answered + 2)).toEqual(["answered", "called"])
})

it("a long loop leaves room for others", async () => {
  const loop = stateMachine("loop", {
    QueryLanguage: "JSONata",
    StartAt: "Step",
    States: {
      Step: { ...invoke("step"), Output: "{% $states.input + 1 %}", Next: "More" },
      More: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input < 2000 %}", Next: "Step" }],
        Default: "Done",
      },
      Done: { Type: "Succeed" },
    },
  })
  const ended: string[] = []
  await using lab = await openLab({ workflows: [loop, chain], resources: { step: () => null } })
  await Promise.all([
    lab.client.execute(loop, 0).then(() => ended.push("loop")),
    lab.client.execute(chain, {}).then(() => ended.push("chain")),
  ])
  expect(ended).toEqual(["chain", "loop"])
})

it("an order that is answered by token waits for its commit all the same", async () => {
  const happened: string[] = []
  const machine = sequence("asking", { A: invoke("step"), Ask: ask() })
  const tokens: string[] = []
  const resources = {
    step: () => (happened.push("called"), null),
    "sqs:sendMessage": (_: unknown, { token = "" }) => (happened.push("asked"), void tokens.push(token)),
  }
  await using lab = await openLab({ backend: told(happened), workflows: [machine], resources })
  const { id } = await lab.client.start(machine, {})
  await until(() => tokens.length === 1)
  expect(happened.slice(0, 3)).toEqual(["called", "2 facts", "asked"])
  await lab.client.succeed(tokens[0] ?? "", null)
  expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED" })
})
