/** What a metric is: as the instruments are made of it, and as `docs/telemetry.md` lists it. */
export interface Metric {
  /** Counters and gauges are read when a reader collects. */
  readonly kind: "counter" | "gauge" | "histogram"
  /** UCUM, as the semantic conventions ask for. */
  readonly unit: string
  readonly description: string
  readonly attributes: readonly string[]
}

export type CounterName =
  | "stepwright.execution.started"
  | "stepwright.execution.ended"
  | "stepwright.task.attempts"
  | "stepwright.task.retries"
  | "stepwright.compensation.attempts"
  | "stepwright.dead_letter.written"
  | "stepwright.lease.lost"
  | "stepwright.session.lost"
export type HistogramName =
  | "stepwright.execution.duration"
  | "stepwright.state.duration"
  | "stepwright.task.duration"
  | "stepwright.commit.duration"
  | "stepwright.commit.size"
export type GaugeName =
  | "stepwright.queue.depth"
  | "stepwright.queue.age"
  | "stepwright.queue.unserved"
  | "stepwright.worker.executions"
  | "stepwright.worker.handlers"
  | "nodejs.eventloop.delay.p99"
  | "nodejs.eventloop.delay.max"
export type MetricName = CounterName | HistogramName | GaugeName

const workflow = "stepwright.workflow.name"
const state = "stepwright.state.name"
const worker = "stepwright.worker.name"
const backend = "stepwright.backend.name"

/** Every metric by its name. */
export const metricTable: Readonly<Record<MetricName, Metric>> = {
  "stepwright.execution.started": {
    kind: "counter",
    unit: "{execution}",
    description: "Executions that this process stored: started by a client, or as children by a worker.",
    attributes: [workflow],
  },
  "stepwright.execution.ended": {
    kind: "counter",
    unit: "{execution}",
    description: "Executions that this process's workers brought to an end, or parked.",
    attributes: [workflow, "stepwright.execution.status"],
  },
  "stepwright.execution.duration": {
    kind: "histogram",
    unit: "s",
    description: "From an execution's start, or its last redrive, to its end. Of measured executions.",
    attributes: [workflow, "stepwright.execution.status"],
  },
  "stepwright.state.duration": {
    kind: "histogram",
    unit: "s",
    description: "From a state's entry to its end, retries included. Of measured executions.",
    attributes: [workflow, state, "stepwright.state.outcome"],
  },
  "stepwright.task.duration": {
    kind: "histogram",
    unit: "s",
    description: "From an attempt's order to its answer. Of measured executions.",
    attributes: [workflow, state, "error.type"],
  },
  "stepwright.task.attempts": {
    kind: "counter",
    unit: "{attempt}",
    description: "Attempts that began: handlers that were called, and jobs that were sent to a task queue.",
    attributes: [workflow, state],
  },
  "stepwright.task.retries": {
    kind: "counter",
    unit: "{attempt}",
    description: "Attempts that were the second or a later one of their state.",
    attributes: [workflow, state],
  },
  "stepwright.compensation.attempts": {
    kind: "counter",
    unit: "{attempt}",
    description: "Attempts to undo a step.",
    attributes: [workflow, state],
  },
  "stepwright.dead_letter.written": {
    kind: "counter",
    unit: "{letter}",
    description: "Dead letters that were committed: work that was given up on.",
    attributes: [worker],
  },
  "stepwright.commit.duration": {
    kind: "histogram",
    unit: "s",
    description: "How long the store took over a tick with commits.",
    attributes: [worker, backend],
  },
  "stepwright.commit.size": {
    kind: "histogram",
    unit: "{execution}",
    description: "Executions that one tick committed.",
    attributes: [worker, backend],
  },
  "stepwright.lease.lost": {
    kind: "counter",
    unit: "{execution}",
    description: "Executions that were taken from a worker: by the end of its session, or by a refused commit.",
    attributes: [worker],
  },
  "stepwright.session.lost": {
    kind: "counter",
    unit: "{session}",
    description: "Sessions that ended against their worker's will.",
    attributes: [worker],
  },
  "stepwright.queue.depth": {
    kind: "gauge",
    unit: "{execution}",
    description: "Executions that are ready in the store and were not reserved; where the store can tell.",
    attributes: [worker, backend],
  },
  "stepwright.queue.age": {
    kind: "gauge",
    unit: "s",
    description: "How long the one of them that has waited longest is ready; 0 where none waits.",
    attributes: [worker, backend],
  },
  "stepwright.queue.unserved": {
    kind: "gauge",
    unit: "{execution}",
    description: "Executions that are ready in the store and that no worker can run: no handler fits their plan.",
    attributes: [worker, backend],
  },
  "stepwright.worker.executions": {
    kind: "gauge",
    unit: "{execution}",
    description: "Executions that a worker holds in memory.",
    attributes: [worker],
  },
  "stepwright.worker.handlers": {
    kind: "gauge",
    unit: "{handler}",
    description: "Handlers that run, calls that stand in line for a slot, and jobs of task queues that are worked on.",
    attributes: [worker, "stepwright.handler.state"],
  },
  "nodejs.eventloop.delay.p99": {
    kind: "gauge",
    unit: "s",
    description: "99th percentile of the event loop's delay since it was last read. (Semantic conventions, nodejs)",
    attributes: [],
  },
  "nodejs.eventloop.delay.max": {
    kind: "gauge",
    unit: "s",
    description: "The longest delay of the event loop since it was last read. (Semantic conventions, nodejs)",
    attributes: [],
  },
}
