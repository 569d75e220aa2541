import type { Json } from "@stepwright/dsl"

/** One call of a task. */
export interface Call {
  readonly task: string
  readonly key: string
  readonly attempt: number
  readonly input: Json
}

/** What a way through a workflow calls. */
export class Log {
  /** In order, as far as there is one. */
  readonly calls: Call[] = []
  /** What may be called, or not: the branches beside one that failed are stopped wherever they are. */
  readonly perhaps: Call[] = []

  /** Takes over what a branch called. */
  add({ calls, perhaps }: Log, stopped: boolean): void {
    const to = stopped ? this.perhaps : this.calls
    to.push(...calls)
    this.perhaps.push(...perhaps)
  }
}
