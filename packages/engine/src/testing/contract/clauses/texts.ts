import { deepEqual, equal, fail } from "node:assert/strict"

import type { Text } from "../../../ports/text.ts"
import type { Clause } from "../clause.ts"
import { execution, letterId, planOf, type Stage, tokenOf } from "../stage.ts"

/** Texts that storage is known to spoil, by what they are. */
const texts: readonly (readonly [name: string, text: string])[] = [
  ["empty", ""],
  ["with line breaks", 'one\ntwo\r\nthree\u2028"four"\\'],
  ["of every plane", "größer – 漢字 – 🂡🧵 – e\u0301 – \u{10ffff}"],
  ["with control characters", "\0 \u0001 \u001f \u007f \0"],
  ["with lone surrogates", "high \ud83d low \ude00 end \ud83d"],
  ["like numbers and nothing", "0123.50"],
  ["of a million characters", "0123456789abcdef".repeat(65_536)],
]

/** Opaque texts are handed back character by character. */
export const textClauses: readonly Clause[] = [
  ...texts.map(([name, text]): Clause => ({
    name: `a text ${name} is handed back as it was`,
    async check(stage) {
      await written(stage, text)
      await read(stage, text)
    },
  })),
  {
    name: "a text that is handed in unwritten is kept as it writes itself",
    async check(stage) {
      const text = '{"written":"when it is read"}'
      await written(stage, text, () => ({ toString: () => text }))
      await read(stage, text)
    },
  },
  {
    name: "texts of all kinds are found again as they were",
    needs: "durable",
    async check(stage) {
      const all = texts.map(([, text]) => text).join("")
      await written(stage, all)
      await stage.reopen()
      await read(stage, all)
    },
  },
]

const plan = "c".repeat(64)

/** Puts the text wherever a backend takes one; `hand` is how it hands in what may be unwritten. */
async function written(stage: Stage, text: string, hand: (text: string) => Text = (same) => same): Promise<void> {
  const { backend } = stage
  await backend.plans.put({ id: plan, machine: "machine-c", text })
  await stage.start("done", { plan, machine: "machine-c", header: text, input: hand(text) })
  await stage.startAll("open")
  const worker = await stage.open([plan, planOf("a")])
  await worker.reserve()
  const deadLetters = [{ id: letterId("done", "l"), execution: "done", at: 3000, body: text, details: text }]
  const status = { status: "FAILED", at: 5000, output: hand(text), error: text, cause: text } as const
  await worker.commit(
    { execution: "done", expected: 0, facts: [hand(text), "between", hand(text)], deadLetters, status },
    { execution: "open", expected: 0, facts: [text, text], checkpoint: text, opened: [tokenOf("open", "t")] },
  )
  await worker.commit({ execution: "open", expected: 2, facts: [text] })
  await stage.send("open", text)
  equal(await backend.inbox.answer({ token: tokenOf("open", "t"), body: text, final: true }), "accepted")
  const { messages } = await worker.ticked()
  deepEqual(
    messages.map(({ body }) => body === text),
    [true, true],
  )
  await worker.close()
}

async function read(stage: Stage, text: string): Promise<void> {
  const { backend } = stage
  same((await backend.plans.get({ id: plan }))?.text, text)
  const done = await backend.executions.get({ id: "done" })
  const outcome = { status: "FAILED", stoppedAt: 5000, output: text, error: text, cause: text }
  const given = execution("done", { plan, machine: "machine-c", header: text, input: text })
  for (const [key, value] of Object.entries({ ...given, ...outcome })) same(done?.[key as keyof typeof done], value)
  sameAll(await backend.executions.journal({ id: "done" }), [text, "between", text])
  await backend.deadLetters.change({ id: letterId("done", "l"), change: { status: "DROPPED", at: 1, note: text } })
  const letter = await backend.deadLetters.get({ id: letterId("done", "l") })
  for (const part of [letter?.body, letter?.details, letter?.note]) same(part, text)
  const open = await (await stage.open()).reserveOne()
  same(open.checkpoint?.state, text)
  sameAll(open.facts, [text])
  sameAll(
    open.messages.map(({ body }) => body),
    [text, text],
  )
}

function sameAll(actual: readonly string[] | undefined, expected: readonly string[]): void {
  equal(actual?.length, expected.length)
  for (const [index, text] of expected.entries()) same(actual?.[index], text)
}

/** Compares without printing a million characters. */
function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) fail(`a text was spoilt: ${shown(actual)} is not ${shown(expected)}`)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined"
  return text.length > 200 ? `${text.slice(0, 100)}… (${text.length})` : text
}
