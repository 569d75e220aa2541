import { execFileSync } from "node:child_process"

import { expect, it } from "vitest"

const source = `
import { keepStringsFast } from ${JSON.stringify(new URL("./fast-strings.ts", import.meta.url).href)}
const fast = () => console.log(%HasFastProperties(String.prototype))
class Offender extends String {}
fast()
keepStringsFast()
fast()
class Another extends String {}
fast()
`

it("takes back what a class that extends String does to the methods of all strings, and for good", () => {
  const options = ["--allow-natives-syntax", "--input-type=module", "--eval", source]
  const lines = execFileSync(process.execPath, options, { encoding: "utf8" }).trim().split("\n")
  expect(lines).toEqual(["false", "true", "true"])
})
