import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { compile, printBindings, printDefinition } from "@stepwright/engine/compile"
import { placeOrder } from "@stepwright/example-orders/workflow"
import type * as Service from "amazon-states-language-service"
import { afterAll, beforeAll, expect, it } from "vitest"

import { start } from "../cli/command.ts"

const require = createRequire(import.meta.url)
const validate = require("asl-validator") as (definition: unknown) => { readonly isValid: boolean } // it has no typings
const service = require("amazon-states-language-service") as typeof Service // CommonJS
const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "stepwright-build-"))
const [first, second] = [join(folder, "first"), join(folder, "second")]

beforeAll(async () => {
  for (const out of [first, second]) {
    const { code, stderr } = await start(["build", "examples/orders/workflow.ts", "--out", out], root).ended
    expect(code, stderr).toBe(0)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("builds the order saga to the same bytes each time", () => {
  const names = readdirSync(first)
  expect(names.toSorted()).toEqual(["place-order.asl.json", "place-order.bindings.json"])
  for (const name of names) expect(readFileSync(join(second, name))).toEqual(readFileSync(join(first, name)))
})

it("builds what the engine runs", () => {
  const { plan } = compile(placeOrder.tree)
  expect(readFileSync(join(first, "place-order.asl.json"), "utf8")).toBe(printDefinition(plan))
  expect(readFileSync(join(first, "place-order.bindings.json"), "utf8")).toBe(printBindings(plan))
})

it("builds what both validators accept", async () => {
  const text = readFileSync(join(first, "place-order.asl.json"), "utf8")
  const definition: unknown = JSON.parse(text)
  expect(definition).toMatchObject({ QueryLanguage: "JSONata" })
  expect(validate(definition)).toMatchObject({ isValid: true })
  const document = service.TextDocument.create("file://place-order.asl.json", "asl", 1, text)
  const language = service.getLanguageService({})
  expect(await language.doValidation(document, language.parseJSONDocument(document))).toEqual([])
})
