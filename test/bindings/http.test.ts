import { openBindings } from "@stepwright/adapters/bindings"
import { expect, it } from "vitest"

import { asked, type Heard, listening, type Said } from "./lab.ts"

const lambda = (name: string): string => `arn:aws:lambda:us-east-1:111111111111:function:${name}`

function shop({ path, body }: Heard): Said {
  const { n } = JSON.parse(body) as { readonly n: number }
  switch (path) {
    case "/double":
      return { body: JSON.stringify(n * 2) }
    case "/nothing":
      return { status: 204 }
    case "/html":
      return { body: "<html>" }
    case "/huge":
      return { body: `"${"x".repeat(7 * 1024 * 1024)}"` }
    case "/moved":
      return { status: 302, headers: { location: "/double" } }
    case "/slow?token=secret":
      return "never"
    default:
      return { status: Number(path.slice(1)), body: "no such order" }
  }
}

it("functions that are bound to HTTP endpoints are sent their input, and answer or fail as the endpoint does", async () => {
  await using server = await listening(shop)
  const { url } = server
  const headers = { authorization: { env: "SHOP_TOKEN" }, "x-shop": "one" }
  const resources = await openBindings(
    {
      resources: {
        [lambda("double")]: { http: { url: { env: "DOUBLE_URL" }, headers } },
        [lambda("nothing")]: { http: { url: `${url}/nothing`, method: "PUT" } },
        [lambda("html")]: { http: { url: `${url}/html` } },
        [lambda("huge")]: { http: { url: `${url}/huge` } },
        [lambda("moved")]: { http: { url: `${url}/moved`, headers } },
        [lambda("slow")]: { http: { url: `${url}/slow?token=secret`, timeoutSeconds: 0.1 } },
        [lambda("gone")]: { http: { url: `${url}/404`, errors: { 404: "Order.NotFound", "4xx": "Order.Refused" } } },
        [lambda("refused")]: { http: { url: `${url}/409`, errors: { "4xx": "Order.Refused" } } },
        [lambda("broken")]: { http: { url: `${url}/500` } },
        [lambda("away")]: { http: { url: "http://127.0.0.1:1/" } },
        "arn:aws:states:::http:*": { http: { url: `${url}/double` } },
      },
    },
    { env: { SHOP_TOKEN: "Bearer t", DOUBLE_URL: `${url}/double` } },
  )
  const names = ["double", "nothing", "html", "huge", "moved", "slow", "gone", "refused", "broken", "away"]
  const service = { Parameters: { n: 5 } }
  const answers = await asked(resources, [
    ...names.map((name) => [lambda(name), { n: 21 }] as const),
    ["arn:aws:states:::http:invoke", {}, service],
  ])
  const ends = answers.map(({ status, output, error }) => (status === "SUCCEEDED" ? output : error))
  expect(ends).toEqual([
    42,
    null,
    "Http.AnswerInvalid",
    "Http.AnswerInvalid",
    "Http.StatusCode.302",
    "Http.Timeout",
    "Order.NotFound",
    "Order.Refused",
    "Http.StatusCode.500",
    "Http.Unreachable",
    10,
  ])
  expect(answers[6]?.cause).toContain("no such order")
  expect(answers.map(({ cause = "" }) => cause).join(" ")).not.toMatch(/secret|Bearer/)
  const [first] = server.heard.filter(({ path }) => path === "/double")
  expect(first).toMatchObject({
    method: "POST",
    body: '{"n":21}',
    headers: {
      authorization: "Bearer t",
      "x-shop": "one",
      "content-type": "application/json",
      "idempotency-key": expect.stringMatching(/:m0:one\/A$/) as unknown,
    },
  })
  expect(server.heard.find(({ path }) => path === "/nothing")?.method).toBe("PUT")
})
