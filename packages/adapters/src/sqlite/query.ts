import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"

/** A prepared query, and what its rows look like: whoever writes the text states the columns beside it. */
export class Query<Row> {
  readonly #statement: StatementSync

  constructor(db: DatabaseSync, sql: string) {
    this.#statement = db.prepare(sql)
  }

  first(...values: SQLInputValue[]): Row | undefined {
    // Proved by the query's text, as the class says.
    return this.#statement.get(...values) as Row | undefined
  }

  all(...values: SQLInputValue[]): readonly Row[] {
    // Likewise.
    return this.#statement.all(...values) as unknown as readonly Row[]
  }
}
