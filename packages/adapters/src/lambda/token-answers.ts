import type * as Sdk from "@aws-sdk/client-sfn"
import type { TaskAnswer } from "@stepwright/engine/handler"

/** Answers by task token; the state machine waits for it (`.waitForTaskToken`). */
export interface TokenAnswers {
  readonly heartbeatSeconds: number | undefined
  beat(token: string): Promise<void>
  succeed(token: string, answer: TaskAnswer): Promise<void>
  fail(token: string, failure: Omit<Sdk.SendTaskFailureInput, "taskToken">): Promise<void>
}

export interface TokenAnswersOptions {
  /** The shortest `heartbeat` of the task's steps: how often one is sent depends on it. Default: 15. */
  readonly heartbeatSeconds?: number
  /** What the SDK's client is made with. Default: by the function's environment; calls are tried 6 times. */
  readonly client?: Sdk.SFNClientConfig
}

/**
 * Answers tokens by AWS's SDK, which Lambda's runtime brings: it is loaded with the function, not with its first answer, and
 * only by functions whose tasks have a heartbeat.
 */
export function tokenAnswers({ heartbeatSeconds, client = {} }: TokenAnswersOptions = {}): TokenAnswers {
  const opened = open(client)
  // Told where an answer is first needed.
  opened.catch(() => {})
  return {
    heartbeatSeconds,
    async beat(taskToken) {
      const { sdk, sfn } = await opened
      await sfn.send(new sdk.SendTaskHeartbeatCommand({ taskToken }))
    },
    async succeed(taskToken, answer) {
      const { sdk, sfn } = await opened
      await told(sfn.send(new sdk.SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer) })))
    },
    async fail(taskToken, failure) {
      const { sdk, sfn } = await opened
      await told(sfn.send(new sdk.SendTaskFailureCommand({ taskToken, ...failure })))
    },
  }
}

interface Opened {
  readonly sdk: typeof Sdk
  readonly sfn: Sdk.SFNClient
}

async function open(client: Sdk.SFNClientConfig): Promise<Opened> {
  const sdk = await import("@aws-sdk/client-sfn")
  return { sdk, sfn: new sdk.SFNClient({ maxAttempts: 6, ...client }) }
}

/** Refused after a retry as over: then an earlier attempt, whose response was lost, has answered. */
async function told(sent: Promise<unknown>): Promise<void> {
  try {
    await sent
  } catch (error) {
    if (!isOver(error) || ((error as SdkError).$metadata?.attempts ?? 1) === 1) throw error
  }
}

interface SdkError {
  readonly $metadata?: { readonly attempts?: number }
}

/** Whether nobody waits for the token any more: the task timed out, or its execution was stopped. */
export function isOver(error: unknown): boolean {
  return error instanceof Error && ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"].includes(error.name)
}
