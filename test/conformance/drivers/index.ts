import type { Backend } from "../options.ts"
import { coreDriver } from "./core.ts"
import type { Driver } from "./driver.ts"
import { memoryDriver, redisDriver, sqliteDriver } from "./engine.ts"

/** The driver of a `--backend`. */
export function driverFor(backend: Backend): Driver {
  switch (backend) {
    case "core":
      return coreDriver()
    case "memory":
      return memoryDriver()
    case "sqlite":
      return sqliteDriver()
    case "redis":
      return redisDriver()
  }
}
