/** Which place of which Redis. */
export interface QueueKeys {
  readonly prefix: string
  readonly queue: string
}

/** Set while a job is to be given up: its worker watches it. A part of the contract of `docs/queues.md`. */
export function cancelKey({ prefix, queue }: QueueKeys, job: string): string {
  return `${prefix}:${queue}:cancelled:${job}`
}

/** Set by whichever relay heard of a job's end first, for as long as it may take it. */
export function heardKey({ prefix, queue }: QueueKeys, job: string): string {
  return `${prefix}:${queue}:heard:${job}`
}

/** Set for as long as further heartbeats of a job tell nothing new. */
export function beatKey({ prefix, queue }: QueueKeys, job: string): string {
  return `${prefix}:${queue}:beat:${job}`
}
