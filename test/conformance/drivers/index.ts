import type { Backend } from "../options.ts"
import { coreDriver } from "./core.ts"
import type { Driver } from "./driver.ts"

/** The driver of a `--backend`. */
export async function driverFor(backend: Backend): Promise<Driver> {
  if (backend === "core") return coreDriver()
  throw new Error(`--backend ${backend} is not wired yet`)
}
