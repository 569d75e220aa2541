import { AdapterError } from "@stepwright/engine"

/** What a cursor is bound to: a page goes on with the filters that it began with. */
export interface CursorFilters {
  readonly machine?: string
  readonly status?: string
  readonly mapRun?: string
  readonly execution?: string
}

/** A page cursor: the number of the page's last row, and the filters. */
export function cursorAfter(last: number, filters: CursorFilters): string {
  return `${last}${suffix(filters)}`
}

/**
 * The number below which the page goes on; every number where there is no cursor.
 * @throws {AdapterError} `CURSOR_INVALID`
 */
export function beforeCursor(cursor: string | undefined, filters: CursorFilters): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  const [number = ""] = /^\d{1,16}/.exec(cursor) ?? []
  if (number !== "" && cursor.slice(number.length) === suffix(filters)) return Number(number)
  throw new AdapterError({
    code: "CURSOR_INVALID",
    message: `The cursor '${cursor}' does not belong to this listing.`,
    retryable: false,
  })
}

function suffix({ machine, status, mapRun, execution }: CursorFilters): string {
  const of = mapRun ?? execution
  return `.${status ?? ""}.${machine ?? ""}${of === undefined ? "" : ` of ${of}`}`
}
