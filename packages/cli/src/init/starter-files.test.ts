import { expect, it } from "vitest"

import { packageName, starterFiles } from "./starter-files.ts"

it.each([
  ["my-flows", "my-flows"],
  ["My Flows!", "my-flows"],
  ["@scope/..x", "scope-..x"],
  ["日本", "my-workflows"],
  ["stepwright", "my-workflows"],
  [".hidden_", "hidden_"],
])("makes a package name of %s", (folder, name) => {
  expect(packageName(folder)).toBe(name)
})

it("asks for this release of Stepwright", () => {
  const file = starterFiles("flows", "1.2.3").find(({ path }) => path === "package.json")
  expect(JSON.parse(file?.text ?? "")).toMatchObject({
    name: "flows",
    type: "module",
    dependencies: { stepwright: "^1.2.3", "@stepwright/dsl": "^1.2.3" },
  })
})
