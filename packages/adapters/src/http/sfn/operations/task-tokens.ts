import { EngineError } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"
import { invalidToken } from "../page-token.ts"
import { cause, data, error, required, text } from "../request/shape.ts"
import { operation, type Operations } from "./operation.ts"

const taskToken = required(text({ least: 1, most: 2048 }))

export const taskTokenOperations: Operations = {
  SendTaskSuccess: operation({ taskToken, output: required(data) }, async ({ client }, { taskToken, output }) => {
    await answered(taskToken, () => client.succeed(taskToken, outputOf(output)))
    return {}
  }),
  SendTaskFailure: operation({ taskToken, error, cause }, async ({ client }, { taskToken, error, cause }) => {
    await answered(taskToken, () => client.fail(taskToken, error, cause))
    return {}
  }),
  SendTaskHeartbeat: operation({ taskToken }, async ({ client }, { taskToken }) => {
    await answered(taskToken, () => client.heartbeat(taskToken))
    return {}
  }),
}

function outputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ApiError("InvalidOutput", `Invalid Output: '${error instanceof Error ? error.message : String(error)}'`)
  }
}

/** The form of the engine's tokens. */
const form = /^[\w-]{14}\.\d{1,10}\.\d{1,10}\.[\w-]{22}$/

async function answered(token: string, answer: () => Promise<void>): Promise<void> {
  try {
    if (!form.test(token)) throw invalidToken()
    await answer()
  } catch (error) {
    if (!EngineError.is(error)) throw error
    if (error.code === "TOKEN_UNKNOWN") throw new ApiError("TaskDoesNotExist", "Task does not exist")
    if (error.code === "TOKEN_CLOSED") {
      throw new ApiError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    }
    if (error.code === "TOO_LONG") throw new ApiError("InvalidOutput", `Invalid Output: '${error.message}'`)
    throw error
  }
}
