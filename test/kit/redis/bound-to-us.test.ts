import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"

import { expect, it } from "vitest"

import { asking, patienceMs } from "./ready.ts"

it("has a server go with the process that started it, which is killed", async () => {
  const { href } = new URL("local-redis.ts", import.meta.url)
  const program = `
    const { localRedis } = await import(${JSON.stringify(href)})
    const { url, dir } = await localRedis()
    console.log(JSON.stringify({ url, dir }))
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  for await (const line of createInterface({ input: owner.stdout })) {
    const { url, dir } = JSON.parse(line) as { readonly url: string; readonly dir: string } // written above
    expect(await asking(url, (client) => client.ping())).toBe("PONG")
    owner.kill("SIGKILL")
    const deadline = performance.now() + patienceMs
    while (existsSync(dir) && performance.now() < deadline) await sleep(20)
    expect(existsSync(dir)).toBe(false)
    await expect(asking(url, (client) => client.ping())).rejects.toThrow("closed")
  }
  expect(owner.signalCode).toBe("SIGKILL")
})
