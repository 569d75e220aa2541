import { spawnSync } from "node:child_process"

import { expect, it } from "vitest"

it("tells how to get a Redis where there is none and none can be installed", () => {
  const { href } = new URL("installed.ts", import.meta.url)
  const program = `const { ensureInstalled } = await import(${JSON.stringify(href)}); ensureInstalled()`
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { PATH: "/nowhere" },
    encoding: "utf8",
  })
  expect(status).toBe(1)
  expect(stderr).toContain("These tests need Redis, and there is none.")
  expect(stderr).toContain("apt-get install redis-server")
  expect(stderr).toContain("REDIS_URL")
})
