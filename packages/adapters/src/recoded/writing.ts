import type { Commit, StatusChange } from "@stepwright/engine"

import type { Codec } from "./codec.ts"
import { writeLetter } from "./dead-letters.ts"

/** @throws {AdapterError} where a text cannot be written. */
export async function writeCommit(codec: Codec, commit: Commit): Promise<Commit> {
  const { execution: of, expected, checkpoint, answers, messages, deadLetters, status } = commit
  const facts = await Promise.all(
    commit.facts.map((fact, index) => codec.write(String(fact), { kind: "fact", of, at: expected + index })),
  )
  const place = { kind: "checkpoint", of, at: expected + facts.length } as const
  return {
    ...commit,
    facts,
    ...(checkpoint === undefined ? {} : { checkpoint: await codec.write(checkpoint, place) }),
    ...(status === undefined ? {} : { status: await writeStatus(codec, of, status) }),
    ...(answers === undefined
      ? {}
      : {
          answers: await Promise.all(
            answers.map(async ({ token, answer }) => ({
              token,
              answer: await codec.write(answer, { kind: "answer", of: token }),
            })),
          ),
        }),
    ...(messages === undefined
      ? {}
      : {
          messages: await Promise.all(
            messages.map(async ({ execution, body }) => ({
              execution,
              body: await codec.write(body, { kind: "message", of: execution }),
            })),
          ),
        }),
    ...(deadLetters === undefined
      ? {}
      : { deadLetters: await Promise.all(deadLetters.map((letter) => writeLetter(codec, letter))) }),
  }
}

async function writeStatus(codec: Codec, of: string, status: StatusChange): Promise<StatusChange> {
  const { output, error, cause } = status
  return {
    ...status,
    ...(output === undefined ? {} : { output: await codec.write(String(output), { kind: "output", of }) }),
    ...(error === undefined ? {} : { error: await codec.write(error, { kind: "error", of }) }),
    ...(cause === undefined ? {} : { cause: await codec.write(cause, { kind: "cause", of }) }),
  }
}
