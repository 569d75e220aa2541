import { spawnSync } from "node:child_process"

import { installPackage, mayInstall } from "./debian-package.ts"

const howTo = `These tests need Redis, and there is none. Do one of these:
  - start Docker: the tests run redis:7-alpine in a container;
  - install redis-server: apt-get install redis-server (Debian, Ubuntu), brew install redis (macOS);
  - set REDIS_URL to a server that tests may write to.`

/** Whether `redis-server` can be started here. */
function isInstalled(): boolean {
  return spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0
}

/**
 * Sees to it that `redis-server` is there. As root on Debian and its like it is installed, which is said on stderr.
 * @throws {Error} tells how to get it, where it cannot be installed
 */
export function ensureInstalled(): void {
  if (isInstalled()) return
  if (!mayInstall()) throw new Error(howTo)
  try {
    installPackage("redis-server")
  } catch (error) {
    throw new Error(howTo, { cause: error })
  }
  if (!isInstalled()) throw new Error(howTo)
}
