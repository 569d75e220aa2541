import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"

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
  process.stderr.write("The tests need Redis: installing redis-server with apt-get\n")
  try {
    install()
  } catch (error) {
    throw new Error(howTo, { cause: error })
  }
  if (!isInstalled()) throw new Error(howTo)
}

function install(): void {
  // The runlevel keeps the package from starting a server of its own on the well-known port.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
  const run = (...args: string[]): void => {
    const patient = ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args]
    execFileSync("apt-get", patient, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 300_000 })
  }
  const redis = ["install", "-y", "--no-install-recommends", "redis-server"]
  try {
    run(...redis)
  } catch {
    run("update") // the lists of packages may be missing or old
    run(...redis)
  }
}

function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"))
}
