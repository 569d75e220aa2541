import { t as Json } from "./json.mjs";
/**
 * What a task's handler is sent, on every transport: as `Payload` of a Lambda invocation, a queue job's data, an HTTP
 * body, or in process. The compiler emits it, so it is byte-equal wherever the plan runs. `v` is the format's version.
 */
interface TaskRequest {
  readonly v: 1;
  /** The idempotency key: the same over all attempts, lost leases and redrives. Its grammar: `docs/decisions/0101`. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  readonly input: Json;
  /** The execution's id: on AWS its ARN. */
  readonly execution: string;
  /** The step's name in the workflow. */
  readonly step: string;
  /** Milliseconds since 1970 after which the answer no longer counts; absent where nothing bounds it. */
  readonly deadline?: number;
  /** The attempt's W3C trace context; added by the runtime that sends the request, where somebody traces. */
  readonly trace?: {
    readonly traceparent: string;
    readonly tracestate?: string;
  };
  /** Only on a queue: it may have been sent before, in a job that was lost. */
  readonly again?: true;
  /** The task token, where the answer is awaited by token. */
  readonly token?: string;
}
/** What a handler's wrapper answers with when the handler returned. A failure travels as the transport's own error. */
interface TaskAnswer {
  readonly v: 1;
  readonly output: Json;
}
export { TaskRequest as n, TaskAnswer as t };