import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"

/** Whether packages can be installed: as root on Debian and its like. */
export function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"))
}

/**
 * Installs a package with apt-get, which is said on stderr.
 * @throws {Error} where that cannot be done
 */
export function installPackage(name: string): void {
  process.stderr.write(`The tests need ${name}: installing it with apt-get\n`)
  // The runlevel keeps the package from starting a server of its own on the well-known port.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
  const run = (...args: string[]): void => {
    const patient = ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args]
    execFileSync("apt-get", patient, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 300_000 })
  }
  const install = ["install", "-y", "--no-install-recommends", name]
  try {
    run(...install)
  } catch {
    run("update") // the lists of packages may be missing or old
    run(...install)
  }
}
