import { type Command, compileMachine, type ExecutionHeader, startRun, transition } from "@stepwright/engine"
import type { StateMachineDefinition } from "@stepwright/engine/asl"

// What the pure core itself costs: a chain of three trivial Task states, from the first fact to the last, without
// expressions, history, storage or I/O. Run: node --conditions=@stepwright/source bench/core-chain.ts

const step = (next?: string) => ({
  Type: "Task" as const,
  Resource: "arn:aws:lambda:us-east-1:111111111111:function:noop",
  ...(next === undefined ? { End: true } : { Next: next }),
})
const definition: StateMachineDefinition = { StartAt: "A", States: { A: step("B"), B: step("C"), C: step() } }
const machine = compileMachine(definition)
const header: ExecutionHeader = {
  version: 1,
  id: "arn:aws:states:us-east-1:111111111111:execution:chain:1",
  name: "1",
  stateMachine: { id: "arn:aws:states:us-east-1:111111111111:stateMachine:chain", name: "chain" },
  roleArn: "arn:aws:iam::111111111111:role/r",
  input: { orderId: 1 },
  seed: "seed",
  startedAt: 0,
}

/** Runs one chain and answers its number of transitions. */
function chain(): number {
  let transitions = 1
  let [run, commands] = transition(machine, startRun(machine, header), { type: "ExecutionStarted", at: 0 })
  for (let order = orderOf(commands); order !== undefined; order = orderOf(commands)) {
    const { frame, seq } = order
    ;[run, commands] = transition(machine, run, {
      type: "TaskSucceeded",
      frame,
      seq,
      at: transitions,
      output: header.input,
    })
    transitions++
  }
  if (run.status !== "SUCCEEDED") throw new Error(`the chain ended ${run.status}`)
  return transitions
}

function orderOf(commands: readonly Command[]) {
  const command = commands[0]
  return command?.type === "RunTask" ? command : undefined
}

function microsecondsPerChain(chains: number): number {
  const before = process.hrtime.bigint()
  for (let count = 0; count < chains; count++) chain()
  return Number(process.hrtime.bigint() - before) / 1000 / chains
}

microsecondsPerChain(50_000)
const runs = Array.from({ length: 7 }, () => microsecondsPerChain(50_000)).sort((a, b) => a - b)
process.stdout.write(
  `chain of three, core alone: ${runs[3]?.toFixed(2)} µs (${runs[0]?.toFixed(2)}–${runs[6]?.toFixed(2)})\n`,
)
