import { memory } from "@stepwright/adapters/memory"
import { startEngine, stateMachine } from "@stepwright/engine"
import { expect, test } from "vitest"

import { bombs } from "../jsonata/bombs.ts"

const bomb = (source: string) => ({
  QueryLanguage: "JSONata" as const,
  StartAt: "Bomb",
  States: {
    Bomb: {
      Type: "Pass" as const,
      // A state's expression reads what it is given through $states.
      Output: `{% (${source.replaceAll(/\btext\b/g, "$states.input.text")}) %}`,
      End: true as const,
    },
  },
})

test("expressions that are made to hang fail their execution, and the worker goes on", async () => {
  const machines = bombs.map(({ source }, index) => stateMachine(`bomb-${index}`, bomb(source)))
  const hello = stateMachine("hello", { StartAt: "A", States: { A: { Type: "Pass", Result: "well", End: true } } })
  const engine = await startEngine({ backend: memory(), workflows: [...machines, hello] })
  try {
    const ends = await Promise.all(
      machines.map(async (machine, index) => {
        const { id } = await engine.start(machine, bombs[index]?.input ?? {})
        return await engine.result(id)
      }),
    )
    for (const [index, { status, error, cause }] of ends.entries()) {
      expect([bombs[index]?.name, status, error]).toEqual([bombs[index]?.name, "FAILED", "States.QueryEvaluationError"])
      expect(cause).toContain("Bomb")
    }
    const { id } = await engine.start(hello, {})
    expect((await engine.result(id)).output).toBe("well")
  } finally {
    await engine.close()
  }
})

test("input that is deep or large is taken or refused, and the worker goes on", async () => {
  const echo = stateMachine("echo", { StartAt: "A", States: { A: { Type: "Pass", End: true } } })
  const engine = await startEngine({ backend: memory(), workflows: [echo] })
  try {
    let deep: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    await expect(engine.start(echo, deep)).rejects.toMatchObject({ code: "INPUT_INVALID" })
    const large = { text: "x".repeat(50_000_000) }
    const outcome = await engine.start(echo, large).then(
      async ({ id }) => (await engine.result(id)).status,
      (error: unknown) => (error as { readonly code: string }).code, // the client's own errors
    )
    expect(["FAILED", "INPUT_INVALID"]).toContain(outcome)
    const { id } = await engine.start(echo, { small: true })
    expect((await engine.result(id)).output).toEqual({ small: true })
  } finally {
    await engine.close()
  }
})
