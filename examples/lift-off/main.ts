// A state machine that was written for AWS, started by the AWS CLI: `stepwright serve` answers it, on Redis, and two
// worker processes run it with local handlers for its Lambda functions.
import { fileURLToPath } from "node:url"

import { awsCli } from "./aws-cli.ts"
import { openRedis } from "./open-redis.ts"
import { startStepwright } from "./stepwright.ts"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const region = "eu-west-3"
const account = "123456789012"
const prefix = `lift-off-${Date.now()}:`

const aws = awsCli(region)
const redis = await openRedis(prefix)
const store = ["--redis", redis.url, "--prefix", prefix]
console.log(`Redis         ${redis.url} (${redis.whose})`)

const home = ["--region", region, "--account", account, "--port", "0"]
const keys = { keys: [{ user: "ground-control", ...aws.key }] }
const serve = ["serve", ...store, ...home, "--no-worker", "--json"]
const server = await startStepwright(serve, /"url":"(http[^"]+)"/, { STEPWRIGHT_KEYS: JSON.stringify(keys) })
const [, endpoint = ""] = server.said
console.log(`API           ${endpoint} (process ${server.pid}), for whoever has the key ${aws.key.accessKeyId}`)

const worker = ["worker", "--stored", ...store, "--bindings", here("./bindings.json"), "--concurrency", "1"]
const workers = await Promise.all([1, 2].map(async () => await startStepwright(worker, /^stops/m)))
console.log(`Workers       processes ${workers.map(({ pid }) => pid).join(" and ")}`)

const definition = `file://${here("./lift-off.asl.json")}`
const roleArn = `arn:aws:iam::${account}:role/lift-off`
const made = ["--name", "lift-off", "--definition", definition, "--role-arn", roleArn]
const { stateMachineArn } = await aws.run(endpoint, "create-state-machine", ...made)
const of = ["--state-machine-arn", String(stateMachineArn)]
console.log(`Created       ${String(stateMachineArn)}\n`)

const launches = [
  { rocket: "Ariane", fuel: 120 },
  { rocket: "Vega", fuel: 80 },
]
const ended = await Promise.all(
  launches.map(async (launch) => {
    const input = ["--input", JSON.stringify(launch), "--name", launch.rocket]
    const { executionArn } = await aws.run(endpoint, "start-execution", ...of, ...input)
    const describe = ["describe-execution", "--execution-arn", String(executionArn)]
    let execution = await aws.run(endpoint, ...describe)
    while (execution["status"] === "RUNNING") execution = await aws.run(endpoint, ...describe)
    return { rocket: launch.rocket, ...execution }
  }),
)
console.log("")
for (const { rocket, ...execution } of ended) {
  const { status, output, error } = execution as Readonly<Record<string, string>> // what AWS says of an execution
  console.log(`${rocket.padEnd(14)}${status} ${output ?? error}`)
}

await aws.run(endpoint, "delete-state-machine", ...of)
for (const process of [...workers, server]) await process.stop()
await redis.close()
