import { SFNClient } from "@aws-sdk/client-sfn"
import { serve, type ServerType } from "@hono/node-server"
import { stepFunctions, stepFunctionsApi, type StepFunctionsOptions } from "@stepwright/adapters/http"
import { createWorker, silentLogger, type Worker, type WorkerOptions } from "@stepwright/engine"

/** The API on a port of its own, with a client of AWS's and a worker. */
export interface Served extends AsyncDisposable {
  readonly client: SFNClient
  readonly endpoint: string
}

/** Serves the API of a backend on the loopback interface. The backend is closed with it. */
export async function served(
  options: StepFunctionsOptions,
  { worker: own }: { readonly worker?: Partial<WorkerOptions> | false } = {},
): Promise<Served> {
  const { backend } = options
  const service = stepFunctions({ region: "us-east-1", account: "111111111111", ...options })
  const api = stepFunctionsApi({ service })
  const { server, port } = await listening(api.fetch)
  const endpoint = `http://127.0.0.1:${port}`
  const client = new SFNClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    disableHostPrefix: true,
  })
  const worker =
    own === false
      ? undefined
      : await started({ workflows: [], backend, storedPlans: "all", logger: silentLogger, ...own })
  return {
    client,
    endpoint,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await closed(server)
      await worker?.close({ drain: false })
      await backend.close()
    },
  }
}

async function started(options: WorkerOptions): Promise<Worker> {
  const worker = createWorker(options)
  await worker.start()
  return worker
}

async function listening(fetch: Parameters<typeof serve>[0]["fetch"]) {
  return await new Promise<{ readonly server: ServerType; readonly port: number }>((resolve) => {
    const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve({ server, port }))
  })
}

async function closed(server: ServerType): Promise<void> {
  if ("closeAllConnections" in server) server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
