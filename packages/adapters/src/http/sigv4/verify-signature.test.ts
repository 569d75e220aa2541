import { createHash, createHmac } from "node:crypto"
import { inspect } from "node:util"

import { SignatureV4 } from "@smithy/signature-v4"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { accessKey } from "./access-key.ts"
import type { SignedRequest } from "./canonical-request.ts"
import { verifySignature } from "./verify-signature.ts"

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
const [example, old, lent] = [
  accessKey({ id: "AKIDEXAMPLE", secret }),
  accessKey({ id: "AKIDOLD", secret: "the old one", user: "app" }),
  accessKey({ id: "ASIALENT", secret: "lent", user: "app", sessionToken: "for an hour" }),
]
const keys = new Map([example, old, lent].map((key) => [key.id, key]))
const scope = { keyOf: (id: string) => keys.get(id), region: "us-east-1", service: "states" }
const now = Date.UTC(2026, 8, 5, 12, 0, 0)

interface Sent {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function request({ method, target, headers, body }: Sent): SignedRequest {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    target,
    header: (name) => byName.get(name),
    headerNames: () => byName.keys(),
    body: Buffer.from(body),
  }
}

/** node:crypto in the form that the signer takes. */
class Sha256 {
  readonly #hash
  constructor(key?: unknown) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key as Buffer)
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
}

interface Signing {
  readonly id?: string
  readonly secret?: string
  readonly sessionToken?: string
  readonly region?: string
  readonly service?: string
  readonly at?: number
}

/** A request as AWS's own signer signs it. */
async function signed(sent: Partial<Sent> = {}, signing: Signing = {}): Promise<Sent> {
  const { method = "POST", target = "/", headers = {}, body = "{}" } = sent
  const signer = new SignatureV4({
    service: signing.service ?? "states",
    region: signing.region ?? "us-east-1",
    credentials: {
      accessKeyId: signing.id ?? "AKIDEXAMPLE",
      secretAccessKey: signing.secret ?? secret,
      ...(signing.sessionToken === undefined ? {} : { sessionToken: signing.sessionToken }),
    },
    sha256: Sha256,
  })
  const [path = "/", query] = target.split("?")
  const result = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "localhost",
      path,
      query: queryOf(query),
      headers: { host: "localhost:8080", "x-amz-target": "AWSStepFunctions.ListStateMachines", ...headers },
      body,
    },
    { signingDate: new Date(signing.at ?? now) },
  )
  return { method, target, headers: result.headers, body }
}

function queryOf(text: string | undefined): Record<string, string[]> {
  const query: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(text)) (query[name] ??= []).push(value)
  return query
}

const verdict = (sent: Sent): ReturnType<typeof verifySignature> => verifySignature(request(sent), scope, now)

const mismatch = { type: "InvalidSignatureException", message: expect.stringMatching(/^The request signature we calc/) }

describe("a request signed by AWS's signer", () => {
  it("is whose key signed it", async () => {
    expect(verdict(await signed())).toBe(example)
    expect(verdict(await signed({}, { id: "AKIDOLD", secret: "the old one" }))).toBe(old)
    expect(verdict(await signed({}, { id: "ASIALENT", secret: "lent", sessionToken: "for an hour" }))).toBe(lent)
  })

  it("is itself whatever its path, query, headers and body hold", async () => {
    const name = fc.stringMatching(/^x-amz-[a-z]{1,8}$/).filter((header) => !/^x-amz-(date|target)$/.test(header))
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
    const text = fc.string({ unit: "binary", maxLength: 8 }).map((chars) => encodeURIComponent(chars.toWellFormed()))
    const target = fc
      .record({ path: fc.array(text, { maxLength: 4 }), query: fc.array(fc.tuple(text, text), { maxLength: 4 }) })
      .map(({ path, query }) => {
        const pairs = query.filter(([key]) => key !== "").map(([key, word]) => `${key}=${word}`)
        return `/${path.join("/")}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`
      })
    await fc.assert(
      fc.asyncProperty(
        target,
        fc.dictionary(name, value, { maxKeys: 3 }),
        fc.string(),
        async (asked, headers, body) => {
          const sent = await signed({ target: asked, headers, body })
          expect(verdict(sent)).toBe(example)
          expect(verdict({ ...sent, body: `${body} ` })).toEqual(mismatch)
        },
      ),
    )
  })

  it.each<readonly [string, (sent: Sent) => Sent]>([
    ["body", (sent) => ({ ...sent, body: '{"name":"other"}' })],
    ["method", (sent) => ({ ...sent, method: "PUT" })],
    ["path", (sent) => ({ ...sent, target: "/other" })],
    ["query", (sent) => ({ ...sent, target: "/?a=1" })],
    ["target", (sent) => withHeader(sent, "x-amz-target", "AWSStepFunctions.DeleteStateMachine")],
    ["host", (sent) => withHeader(sent, "host", "elsewhere")],
    ["body and its digest", (sent) => withHeader({ ...sent, body: "[]" }, "x-amz-content-sha256", digestOf("[]"))],
    [
      "body, said to be unsigned",
      (sent) => withHeader({ ...sent, body: "[]" }, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    ],
    ["date", (sent) => withHeader(sent, "x-amz-date", "20260905T120001Z")],
    ["signature", (sent) => authorization(sent, (text) => text.replace(/.$/, (last) => (last === "0" ? "1" : "0")))],
    [
      "case of the signature",
      (sent) =>
        authorization(sent, (text) =>
          text.replace(/Signature=.*/, (part) => part.toUpperCase().replace("SIGNATURE", "Signature")),
        ),
    ],
    ["length of the signature", (sent) => authorization(sent, (text) => text.slice(0, -2))],
    ["list of signed headers", (sent) => authorization(sent, (text) => text.replace("host;", "host;accept;"))],
  ])("is refused with another %s", async (_, change) => {
    expect(verdict(change(await signed()))).toEqual(mismatch)
  })

  it("is refused where a header that says what to do was added or left unsigned", async () => {
    const sent = await signed()
    expect(verdict(withHeader(sent, "x-amz-else", "1"))).toEqual({
      type: "InvalidSignatureException",
      message: "'x-amz-else' must be a 'SignedHeader' in the AWS Authorization.",
    })
    expect(verdict(authorization(sent, (text) => text.replace("host;", "")))).toEqual({
      type: "InvalidSignatureException",
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    })
    expect(verdict(withHeader(sent, "user-agent", "other"))).toBe(example)
  })

  it("is refused of another secret, of a key that nobody knows, and with a session that is not the key's", async () => {
    expect(verdict(await signed({}, { secret: "guessed" }))).toEqual(mismatch)
    const unknown = {
      type: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    }
    expect(verdict(await signed({}, { id: "AKIDGONE" }))).toEqual(unknown)
    expect(verdict(await signed({}, { sessionToken: "for an hour" }))).toEqual(unknown)
    expect(verdict(await signed({}, { id: "ASIALENT", secret: "lent" }))).toEqual(unknown)
    expect(verdict(await signed({}, { id: "ASIALENT", secret: "lent", sessionToken: "for a day" }))).toEqual(unknown)
  })

  it("is refused of another region, service or day", async () => {
    expect(verdict(await signed({}, { region: "eu-west-1", service: "sqs" }))).toEqual({
      type: "InvalidSignatureException",
      message:
        "Credential should be scoped to a valid region, not 'eu-west-1'. Credential should be scoped to correct service: 'states'. ",
    })
    const other = authorization(await signed(), (text) =>
      text.replace("20260905/", "20260904/").replace("aws4_", "aws5_"),
    )
    expect(verdict(other)).toEqual({
      type: "InvalidSignatureException",
      message:
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260904' != '20260905', from '20260905T120000Z'. ",
    })
  })

  it("is refused five minutes early or late, and not a second before", async () => {
    const minutes = 60_000
    expect(verdict(await signed({}, { at: now - 5 * minutes }))).toBe(example)
    expect(verdict(await signed({}, { at: now + 5 * minutes }))).toBe(example)
    expect(verdict(await signed({}, { at: now - 5 * minutes - 1000 }))).toEqual({
      type: "InvalidSignatureException",
      message: "Signature expired: 20260905T115459Z is now earlier than 20260905T115500Z (20260905T120000Z - 5 min.)",
    })
    expect(verdict(await signed({}, { at: now + 5 * minutes + 1000 }))).toEqual({
      type: "InvalidSignatureException",
      message:
        "Signature not yet current: 20260905T120501Z is still later than 20260905T120500Z (20260905T120000Z + 5 min.)",
    })
  })

  it("counts for the next second, too: two equal calls are two calls", async () => {
    const sent = await signed()
    expect([verdict(sent), verdict(sent)]).toEqual([example, example])
  })
})

describe("a request that is not signed as it should be", () => {
  it.each<readonly [string | undefined, string, string]>([
    [undefined, "MissingAuthenticationTokenException", "Missing Authentication Token"],
    ["Bearer abc", "MissingAuthenticationTokenException", "Missing Authentication Token"],
    [
      "AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders",
      "IncompleteSignatureException",
      "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders'.",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=a",
      "IncompleteSignatureException",
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 Credential=a",
    ],
    [
      "AWS4-HMAC-SHA1 Credential=a/b/c/d/e, SignedHeaders=host;x-amz-date, Signature=b",
      "IncompleteSignatureException",
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now). ",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host;x-amz-date, Signature=b",
      "IncompleteSignatureException",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'",
    ],
  ])("%s", (authorization, type, message) => {
    const headers = { host: "localhost", "x-amz-date": "20260905T120000Z" }
    const sent = { method: "POST", target: "/", headers, body: "" }
    expect(verdict(authorization === undefined ? sent : withHeader(sent, "authorization", authorization))).toEqual({
      type,
      message,
    })
  })

  it("names a date that is missing or none", async () => {
    const { "x-amz-date": _, ...headers } = (await signed()).headers
    const sent = { method: "POST", target: "/", headers, body: "" }
    expect(verdict(sent)).toMatchObject({ message: expect.stringMatching(/^Authorization header requires existence/) })
    expect(verdict(withHeader(sent, "date", "20260905"))).toEqual({
      type: "IncompleteSignatureException",
      message: "Date must be in ISO-8601 'basic format'. Got '20260905'. See http://en.wikipedia.org/wiki/ISO_8601",
    })
  })
})

describe("AWS's test suite for Signature Version 4", () => {
  it.each([
    ["GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    ["GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"],
  ])("%s %s", (method, target, signature) => {
    const headers = {
      host: "example.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    }
    const options = { ...scope, service: "service" }
    const at = Date.UTC(2015, 7, 30, 12, 36, 0)
    expect(verifySignature(request({ method, target, headers, body: "" }), options, at)).toBe(example)
  })
})

describe("an access key", () => {
  it("does not show its secrets when it is printed", () => {
    const text = inspect(lent, { depth: 9, showHidden: true }) + JSON.stringify(lent)
    expect(text).toContain("ASIALENT")
    expect(text).not.toMatch(/AWS4lent|for an hour/)
  })
})

function withHeader(sent: Sent, name: string, value: string): Sent {
  return { ...sent, headers: { ...sent.headers, [name]: value } }
}

function authorization(sent: Sent, change: (text: string) => string): Sent {
  return withHeader(sent, "authorization", change(sent.headers["authorization"] ?? ""))
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
