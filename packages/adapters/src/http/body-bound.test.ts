import { Hono } from "hono"
import { expect, test } from "vitest"

import { bodyBound } from "./body-bound.ts"

const app = new Hono()
app.use(bodyBound({ maxSize: 4, onError: () => new Response("", { status: 413 }) }))
app.post("/", async ({ req }) => new Response(await req.text()))

const post = async (body: string, headers: Readonly<Record<string, string>>): Promise<string> => {
  const response = await app.request("/", { method: "POST", body, headers })
  return `${response.status} ${await response.text()}`
}

test.each([
  ["a length that fits", "abcd", { "content-length": "4" }, "200 abcd"],
  ["one that does not", "abcde", { "content-length": "5" }, "413 "],
  ["no length", "abcd", {}, "200 abcd"],
  ["no length and too much", "abcde", {}, "413 "],
  ["a length that is not what counts", "abcde", { "content-length": "4", "transfer-encoding": "chunked" }, "413 "],
])("a body with %s", async (_, body, headers, answer) => {
  expect(await post(body, headers as Readonly<Record<string, string>>)).toBe(answer)
})
