// A function's process, as Lambda's Node.js runtime: loads the handler that `_HANDLER` names, and serves one invocation after
// the other. (AWS: aws-lambda-nodejs-runtime-interface-client)
import { join } from "node:path"
import { types } from "node:util"
import { pathToFileURL } from "node:url"

import type { Invocation, Outcome } from "./local-function.ts"

const env = process.env as Readonly<Record<string, string>>
const [file = "", name = ""] = (env["_HANDLER"] ?? "").split(".")
const module = (await import(pathToFileURL(join(env["LAMBDA_TASK_ROOT"] ?? "", `${file}.mjs`)).href)) as Readonly<
  Record<string, (event: unknown, context: object) => unknown>
>
const handler = module[name]
if (handler === undefined) throw new Error(`${env["_HANDLER"]} is undefined or not exported`)

process.on("message", (invocation: Invocation) => void serve(invocation))
process.on("disconnect", () => process.exit())
const tell = (outcome: Outcome | "ready"): void => void process.send?.(outcome)
tell("ready")

async function serve({ event, requestId, endsAt, traceId }: Invocation): Promise<void> {
  process.env["_X_AMZN_TRACE_ID"] = traceId
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env["AWS_LAMBDA_FUNCTION_VERSION"],
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"],
    memoryLimitInMB: env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: env["AWS_LAMBDA_LOG_STREAM_NAME"],
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: env["STEPWRIGHT_TEST_ARN"],
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => endsAt - Date.now(),
  }
  try {
    const result = await handler?.(JSON.parse(event), context)
    tell({ requestId, payload: JSON.stringify(result ?? null) })
  } catch (thrown) {
    tell({ requestId, error: reported(thrown) })
  }
}

/** As its `errors.js` reports what a handler threw. */
function reported(thrown: unknown): NonNullable<Outcome["error"]> {
  if (!types.isNativeError(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split("\n") ?? [] }
}
