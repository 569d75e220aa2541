import { redis } from "@stepwright/adapters/redis"
import { createClient, silentLogger, stateMachine } from "@stepwright/engine"
import { asking, sharedRedis, type SharedRedis } from "@stepwright/test-redis"
import { afterAll, expect, it, onTestFinished } from "vitest"

import { makeScratch, start, stepwright } from "./command.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())

const at = ({ url, prefix }: SharedRedis): readonly string[] => ["--redis", url, "--prefix", prefix]
/** Sleeps for longer than it is held in memory, and then works. */
const calm = stateMachine("calm", {
  QueryLanguage: "JSONata",
  StartAt: "Sleep",
  States: {
    Sleep: { Type: "Wait", Seconds: 6, Next: "Work" },
    Work: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "work", Payload: {} },
      End: true,
    },
  },
})

it("a corrupt journal parks its execution with the reason, the worker lives, and once mended it is redriven", async () => {
  const place = sharedRedis()
  scratch.write("handlers.ts", "export const work = (): string => 'done'\n")
  scratch.write("calm.asl.json", JSON.stringify(calm.plan.definition))
  const running = start(["worker", "calm.asl.json", "--handlers", "handlers.ts", ...at(place), "--json"], scratch.path)
  await running.until(/"the worker runs"/)
  const backend = await redis({ ...place, logger: silentLogger })
  onTestFinished(() => backend.close())
  const client = createClient({ backend, workflows: [calm] })
  const { id } = await client.start(calm, {}, { name: "torn" })

  await asking(place.url, async (connection) => {
    const [key = ""] = await connection.keys(`${place.prefix}{p00}:e:*`)
    // The first fact, once the execution sleeps in the store alone.
    await expect
      .poll(async () => await connection.keys(`${place.prefix}{p00}:z:*`), { timeout: 10_000 })
      .toHaveLength(1)
    const fact = (await connection.lindex(key, 4)) ?? ""
    await connection.lset(key, 4, fact.slice(1))
    await running.until(/an execution was parked/)
    const shown = await stepwright(["describe", "torn", ...at(place)], scratch.path)
    expect(shown.stdout).toMatch(/^status +PARKED\n[^]*^error +\S+/m)
    await connection.lset(key, 4, fact)
  })
  expect((await client.execute(calm, {}, { name: "another" })).status).toBe("SUCCEEDED")
  const redriven = await stepwright(["redrive", "torn", ...at(place)], scratch.path)
  expect(redriven).toMatchObject({ code: 0, stdout: "1 of 1 executions redriven\n" })
  expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED" })
  running.signal("SIGTERM")
  expect((await running.ended).code).toBe(0)
})

it("an unknown function fails and a step that kills workers parks what they are of; both are shown and redriven", async () => {
  const place = sharedRedis()
  const steps = ["unknown", "poison"]
  const machines = steps.map((name) =>
    stateMachine(name, {
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: name === "unknown" ? { "FunctionName.$": "$.function" } : { FunctionName: name },
          End: true,
        },
      },
    }),
  )
  for (const { name, plan } of machines) scratch.write(`${name}.asl.json`, JSON.stringify(plan.definition))
  const files = steps.map((name) => `${name}.asl.json`)
  scratch.write("bad.ts", "export const poison = (): never => process.exit(3)\n")
  scratch.write("good.ts", steps.map((name) => `export const ${name} = (): string => "done"\n`).join(""))
  const work = (handlers: string) =>
    start(
      ["worker", ...files, "--handlers", handlers, ...at(place), "--json", "--lease", "1", "--max-deliveries", "1"],
      scratch.path,
    )
  const backend = await redis({ ...place, logger: silentLogger })
  onTestFinished(() => backend.close())
  const client = createClient({ backend, workflows: machines })
  const begin = async (at: number) => (await client.start(machines[at] ?? calm, { function: "unknown" })).id
  const bad = work("bad.ts")
  const unknown = await begin(0)
  expect(await client.result(unknown)).toMatchObject({ error: "Lambda.ResourceNotFoundException" })
  const poisoned = await begin(1)
  expect((await bad.ended).code).toBe(3)
  const good = work("good.ts")
  expect(await client.result(poisoned)).toMatchObject({ status: "PARKED" })
  const shown = await stepwright(["list", ...at(place)], scratch.path)
  expect(shown.stdout.match(/PARKED|FAILED/g)?.toSorted()).toEqual(["FAILED", "PARKED"])
  const all = [unknown, poisoned]
  const since = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) // yesterday: midnight may come between
  const redriven = await stepwright(["redrive", ...at(place), "--where", `after=${since}`], scratch.path)
  expect(redriven).toMatchObject({ code: 0, stdout: "2 of 2 executions redriven\n" })
  // Its former end stands until the worker has taken the redrive up.
  for (const id of all) {
    await expect.poll(async () => (await client.describe(id)).status, { timeout: 20_000 }).toBe("SUCCEEDED")
  }
  good.signal("SIGTERM")
  expect((await good.ended).code).toBe(0)
})
