import { CreateStateMachineCommand, StartExecutionCommand } from "@aws-sdk/client-sfn"
import { sfnClient } from "@stepwright/adapters/sfn-client"

import { type Contestant, input } from "../../contestant.ts"
import { account, credentials, region } from "./identity.ts"
import { serve, type ServerKind } from "./served.ts"

const definition = JSON.stringify({ StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } })

/** AWS's own client in this process, and the server that it asks in another. An execution is one StartExecution. */
export async function open(kind: ServerKind, redisUrl: string): Promise<Contestant> {
  const server = await serve({ kind, redisUrl })
  const client = sfnClient({ endpoint: server.url, region, credentials, maxAttempts: 1 })
  const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:bench`
  if (kind === "stepwright") {
    const roleArn = `arn:aws:iam::${account}:role/none`
    await client.send(new CreateStateMachineCommand({ name: "bench", definition, roleArn }))
  }
  const text = JSON.stringify(input)
  return {
    async execute() {
      await client.send(new StartExecutionCommand({ stateMachineArn, input: text }))
    },
    servedMicros: () => server.cpuMicros(),
    async close() {
      client.destroy()
      await server.close()
    },
  }
}
