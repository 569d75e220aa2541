import { execFileSync } from "node:child_process"

/** The network of this process alone, in which connections can be cut. */
export interface Network {
  /**
   * Nobody reaches this port any more, and hears nothing from it, but those that connect from `clientAddress`.
   * @returns what heals that
   */
  cutOff(port: number): () => void
}

/** Where workers connect from. */
export const clientAddress = "127.0.0.9"

const mark = "STEPWRIGHT_CHAOS_NETWORK"

/**
 * Goes on in a network namespace with a loopback of its own, where that is allowed: as root on Linux, with `unshare`,
 * `ip` and `nft`. Else does nothing, and connections between servers stay whole.
 */
export function enterOwnNetwork(): void {
  if (process.env[mark] !== undefined || process.execve === undefined) return
  const entered = ["-n", "sh", "-c", 'ip link set lo up && nft list tables && exec "$@"', "sh"]
  try {
    execFileSync("unshare", [...entered, "true"], { stdio: "ignore" })
  } catch {
    return
  }
  // Servers in containers are not reached from there.
  const env = { ...process.env, [mark]: "own", STEPWRIGHT_REDIS: "local" }
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve("/usr/bin/env", ["env", "unshare", ...entered, ...again], env)
}

export function ownNetwork(): Network | undefined {
  if (process.env[mark] === undefined) return undefined
  return {
    cutOff(port) {
      const others = "127.0.0.1"
      nft(
        "add table inet chaos",
        "add chain inet chaos cut { type filter hook input priority 0; }",
        `add rule inet chaos cut ip saddr ${others} tcp dport ${port} drop`,
        `add rule inet chaos cut ip daddr ${others} tcp sport ${port} drop`,
      )
      return () => nft("delete table inet chaos")
    },
  }
}

function nft(...commands: readonly string[]): void {
  execFileSync("nft", ["-f", "-"], { input: commands.join("\n") })
}
