// A backend in one file.
export { sqlite, type SqliteOptions } from "./sqlite.ts"
