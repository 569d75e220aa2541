import { freePort } from "./free-port.ts"
import { answers, patienceMs } from "./ready.ts"
import { argumentsOf, type Redis, type RedisOptions } from "./redis.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const image = "redis:7-alpine"

/** A Redis of one's own in a container. */
export async function containerRedis(options: RedisOptions = {}): Promise<Redis> {
  // Loaded only where Docker is: it takes half a second.
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import("testcontainers")
  const folder = temporaryFolder()
  // A port of our choice: one that Docker chooses would be another after a restart.
  const port = await freePort()
  const started = await new GenericContainer(image)
    // Seen from in there we do not come over loopback, which is all that it would serve without a password.
    .withCommand(["redis-server", "--protected-mode", "no", "--dir", "/data", ...argumentsOf(options)])
    .withExposedPorts({ container: 6379, host: port })
    .withBindMounts([{ source: folder.path, target: "/data" }])
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(120_000)
    .start()
    .catch((error: unknown) => {
      folder.remove()
      const instead = "STEPWRIGHT_REDIS=local takes this machine's redis-server instead"
      throw new Error(`Docker answers, but ${image} does not start in it. ${instead}.`, { cause: error })
    })
  const { container: api } = await getContainerRuntimeClient()
  const container = api.getById(started.getId())
  const isRunning = async (): Promise<boolean> => (await container.inspect()).State.Running
  const url = `redis://${started.getHost()}:${port}`
  let stopped = false
  const unlessStopped = async (job: () => Promise<unknown>): Promise<void> => {
    if (!stopped) await job()
  }
  const signal = async (name: string): Promise<void> => {
    if (!stopped && (await isRunning())) await container.kill({ signal: name })
  }
  const down = async (name: "SIGTERM" | "SIGKILL"): Promise<void> => {
    await signal("SIGCONT") // one that is stopped heeds no SIGTERM
    const gone = container.wait({ abortSignal: AbortSignal.timeout(patienceMs) })
    await signal(name)
    await gone
  }
  const stop = (): Promise<void> =>
    unlessStopped(async () => {
      await signal("SIGCONT")
      stopped = true
      await started.stop()
      folder.remove()
    })
  try {
    await answers(url)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    port,
    dir: folder.path,
    stop,
    kill: () => unlessStopped(() => down("SIGKILL")),
    restart: () =>
      unlessStopped(async () => {
        if (await isRunning()) await down("SIGTERM")
        await container.start()
        await answers(url)
      }),
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    [Symbol.asyncDispose]: stop,
  }
}
