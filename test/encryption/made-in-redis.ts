import { redis } from "@stepwright/adapters/redis"
import type { Backend } from "@stepwright/engine"
import type { MadeBackend } from "@stepwright/engine/testing"
import { sharedRedis } from "@stepwright/test-redis"

/** An empty store in Redis, with something put around it. */
export async function madeInRedis(around: (backend: Backend) => Backend): Promise<MadeBackend> {
  const options = { ...sharedRedis(), testing: { clock: "caller", alone: true } } as const
  let backend = around(await redis(options))
  const reopen = async (): Promise<Backend> => {
    await backend.close()
    return (backend = around(await redis(options)))
  }
  return { backend, reopen }
}
