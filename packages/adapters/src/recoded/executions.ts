import type { Executions } from "@stepwright/engine"

import type { Codec } from "./codec.ts"
import { readFacts, readRecord } from "./reading.ts"

/** Starting executions and looking at them: what cannot be read back rejects. */
export function recodedExecutions(executions: Executions, codec: Codec): Executions {
  return {
    ...executions,
    async start(execution) {
      const { id: of } = execution
      const [header, input] = await Promise.all([
        codec.write(String(execution.header), { kind: "header", of }),
        codec.write(String(execution.input), { kind: "input", of }),
      ])
      const result = await executions.start({ ...execution, header, input })
      return result.outcome === "exists" ? { ...result, record: await readRecord(codec, result.record) } : result
    },
    async get(params) {
      const record = await executions.get(params)
      return record && (await readRecord(codec, record))
    },
    async journal(params) {
      const facts = await executions.journal(params)
      return facts && (await readFacts(codec, facts, { of: params.id, from: params.from ?? 0 }))
    },
  }
}
