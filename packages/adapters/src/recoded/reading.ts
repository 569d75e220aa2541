import { AdapterError, type ExecutionRecord, type Executions, type Message, type Reserved } from "@stepwright/engine"

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
export async function readReserved(
  codec: Codec,
  reserved: Reserved,
  executions: Pick<Executions, "journal">,
): Promise<Reserved> {
  const messages = await Promise.all(reserved.messages.map((message) => readMessage(codec, reserved.id, message)))
  if (reserved.unreadable !== undefined) return { ...reserved, messages }
  const { output: _, error: __, cause: ___, checkpoint: ____, ...rest } = reserved
  const of = rest.id
  try {
    const [header, input, told, journal] = await Promise.all([
      codec.read(String(reserved.header), { kind: "header", of }),
      codec.read(String(reserved.input), { kind: "input", of }),
      readTold(codec, of, reserved),
      readJournal(codec, reserved, executions),
    ])
    return { ...rest, ...told, ...journal, header, input, messages }
  } catch (error) {
    return { ...rest, header: "", input: "", facts: [], messages, unreadable: unreadableBy(error) }
  }
}

/** The checkpoint and the facts since. Where the checkpoint is lost, all facts: it only spares their replay. */
async function readJournal(
  codec: Codec,
  { id: of, checkpoint, facts }: Reserved,
  executions: Pick<Executions, "journal">,
): Promise<Pick<Reserved, "checkpoint" | "facts">> {
  if (checkpoint === undefined) return { facts: await readFacts(codec, facts, { of, from: 0 }) }
  const { length } = checkpoint
  try {
    const state = await codec.read(checkpoint.state, { kind: "checkpoint", of, at: length })
    return { checkpoint: { length, state }, facts: await readFacts(codec, facts, { of, from: length }) }
  } catch (error) {
    if (!AdapterError.is(error) || error.code !== "BLOB_MISSING") throw error
    const all = (await executions.journal({ id: of })) ?? []
    return { facts: await readFacts(codec, all, { of, from: 0 }) }
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
