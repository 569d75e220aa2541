import { afterEach, expect, it, vi } from "vitest"

afterEach(() => vi.restoreAllMocks())

it("swallows the warning that SQLite is experimental, and no other", async () => {
  const warned: unknown[] = []
  const emitWarning = vi.spyOn(process, "emitWarning").mockImplementation((warning) => void warned.push(warning))
  const before = Reflect.get(process, "emitWarning")
  vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
    process.emitWarning("SQLite is an experimental feature and might change at any time", "ExperimentalWarning")
    process.emitWarning("something else")
    return {}
  })
  const { nodeSqlite } = await import("./node-sqlite.ts")
  nodeSqlite()
  expect(warned).toEqual(["something else"])
  expect(Reflect.get(process, "emitWarning")).toBe(before)
  process.emitWarning("SQLite is an experimental feature")
  expect(emitWarning).toHaveBeenCalledTimes(2)
})
