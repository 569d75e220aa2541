import type { ExecutionRecord, Message, Reserved } from "@stepwright/engine"

import type { Codec } from "./codec.ts"
import { unreadableBy } from "./unreadable-by.ts"

type Told = Pick<ExecutionRecord, "output" | "error" | "cause">

/** @throws {AdapterError} where a text cannot be read back. */
export async function readRecord(codec: Codec, record: ExecutionRecord): Promise<ExecutionRecord> {
  const { id: of } = record
  const [header, input, told] = await Promise.all([
    codec.read(record.header, { kind: "header", of }),
    codec.read(record.input, { kind: "input", of }),
    readTold(codec, of, record),
  ])
  return { ...record, header, input, ...told }
}

/** @throws {AdapterError} where a text cannot be read back. */
export function readFacts(
  codec: Codec,
  facts: readonly string[],
  { of, from }: { readonly of: string; readonly from: number },
): Promise<readonly string[]> {
  return Promise.all(facts.map((fact, index) => codec.read(fact, { kind: "fact", of, at: from + index })))
}

/** What cannot be read back is told of: one execution must not take the others with it. */
export async function readReserved(codec: Codec, reserved: Reserved): Promise<Reserved> {
  const messages = await Promise.all(reserved.messages.map((message) => readMessage(codec, reserved.id, message)))
  if (reserved.unreadable !== undefined) return { ...reserved, messages }
  const { id: of, checkpoint } = reserved
  try {
    const [header, input, told, state, facts] = await Promise.all([
      codec.read(String(reserved.header), { kind: "header", of }),
      codec.read(String(reserved.input), { kind: "input", of }),
      readTold(codec, of, reserved),
      checkpoint && codec.read(checkpoint.state, { kind: "checkpoint", of, at: checkpoint.length }),
      readFacts(codec, reserved.facts, { of, from: checkpoint?.length ?? 0 }),
    ])
    const read = { ...reserved, ...told, header, input, facts, messages }
    return checkpoint === undefined || state === undefined ? read : { ...read, checkpoint: { ...checkpoint, state } }
  } catch (error) {
    const { output: _, error: __, cause: ___, checkpoint: ____, ...rest } = reserved
    return { ...rest, header: "", input: "", facts: [], messages, unreadable: unreadableBy(error) }
  }
}

/** A message of an execution, or why it cannot be read. */
export async function readMessage<M extends Message>(codec: Codec, execution: string, message: M): Promise<M> {
  if (message.unreadable !== undefined) return message
  try {
    return { ...message, body: await codec.read(message.body, { kind: "message", of: execution }) }
  } catch (error) {
    return { ...message, body: "", unreadable: unreadableBy(error) }
  }
}

async function readTold(codec: Codec, of: string, { output, error, cause }: Told): Promise<Told> {
  return {
    ...(output === undefined ? {} : { output: await codec.read(output, { kind: "output", of }) }),
    ...(error === undefined ? {} : { error: await codec.read(error, { kind: "error", of }) }),
    ...(cause === undefined ? {} : { cause: await codec.read(cause, { kind: "cause", of }) }),
  }
}
