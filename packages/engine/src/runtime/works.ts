import type { Work } from "./work.ts"

/** What an execution waits for, by frame. Most wait for one thing at a time, which needs no table. */
export class Works {
  #only: Work | undefined = undefined
  #more: Map<number, Work> | undefined = undefined

  get(frame: number): Work | undefined {
    return this.#only?.frame === frame ? this.#only : this.#more?.get(frame)
  }

  /** Takes it in, in the place of what the frame waited for before. */
  add(work: Work): void {
    if (this.#only?.frame === work.frame) this.#only = work
    else if (this.#only === undefined && this.#more === undefined) this.#only = work
    else (this.#more ??= new Map()).set(work.frame, work)
  }

  delete(frame: number): void {
    if (this.#only?.frame === frame) this.#only = undefined
    else this.#more?.delete(frame)
  }

  /** A list of them: it does not change with the table. */
  values(): readonly Work[] {
    const more = this.#more === undefined ? [] : [...this.#more.values()]
    return this.#only === undefined ? more : [this.#only, ...more]
  }
}
