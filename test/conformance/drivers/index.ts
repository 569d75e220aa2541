import type { Backend } from "../options.ts"
import { coreDriver } from "./core.ts"
import type { Driver } from "./driver.ts"
import { engineDriverOn } from "./engine.ts"

/** The driver of a `--backend`. */
export function driverFor(backend: Backend): Driver {
  return backend === "core" ? coreDriver() : engineDriverOn(backend)
}
