import { freePort } from "./free-port.ts"
import { ensureInstalled } from "./installed.ts"
import { localServer } from "./local-server.ts"
import { argumentsOf, type Redis, type RedisOptions } from "./redis.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** A Redis of one's own as a process of this machine, on loopback. */
export async function localRedis(options: RedisOptions = {}): Promise<Redis> {
  ensureInstalled()
  const port = await freePort()
  const folder = temporaryFolder()
  const server = localServer(folder.path, port, argumentsOf(options))
  let stopped = false
  const unlessStopped = async (job: () => Promise<void>): Promise<void> => {
    if (!stopped) await job()
  }
  const stop = (): Promise<void> =>
    unlessStopped(async () => {
      stopped = true
      await server.signal("SIGTERM")
      folder.remove()
    })
  try {
    await server.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: server.url,
    port,
    dir: folder.path,
    stop,
    kill: () => server.signal("SIGKILL"),
    restart: () =>
      unlessStopped(async () => {
        await server.signal("SIGTERM")
        await server.start()
      }),
    pause: () => server.signal("SIGSTOP"),
    resume: () => server.signal("SIGCONT"),
    [Symbol.asyncDispose]: stop,
  }
}
