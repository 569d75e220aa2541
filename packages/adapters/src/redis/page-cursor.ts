import { beforeCursor, cursorAfter, type CursorFilters } from "../single-process/cursor.ts"

/** A place in a listing: numbers fall, and where two partitions have the same one, partitions do. */
export interface Mark {
  readonly number: string
  readonly partition: number
}

export function markOf(number: string, partition: number): Mark {
  return { number, partition }
}

/** The greatest number, as Redis's range commands are told it, of what comes after a place in a partition. */
export function marked(before: Mark | undefined, partition: number): string {
  if (before === undefined) return "+inf"
  return partition < before.partition ? before.number : `(${before.number}`
}

/** The pages of all partitions as one. */
export function merged<R extends readonly [number: string, ...unknown[]]>(
  pages: readonly (readonly R[])[],
  limit: number,
): readonly { readonly row: R; readonly partition: number }[] {
  return pages
    .flatMap((rows, partition) => rows.map((row) => ({ row, partition })))
    .sort((a, b) => Number(b.row[0]) - Number(a.row[0]) || b.partition - a.partition)
    .slice(0, limit)
}

/** The cursor of a page that is merged from partitions. */
export class PageCursor {
  readonly #filters: CursorFilters
  /** Undefined on the first page. */
  readonly before: Mark | undefined

  /** @throws {AdapterError} `CURSOR_INVALID` */
  constructor(params: CursorFilters & { readonly cursor?: string }) {
    this.#filters = params
    this.before = undefined
    const { cursor } = params
    if (cursor === undefined) return
    const [front = "", partition] = /^(\d{1,4})-/.exec(cursor) ?? []
    // What does not begin as ours does is refused as a whole.
    const number = beforeCursor(front === "" ? "" : cursor.slice(front.length), params)
    this.before = markOf(String(number), Number(partition))
  }

  after({ number, partition }: Mark): string {
    return `${partition}-${cursorAfter(Number(number), this.#filters)}`
  }
}
