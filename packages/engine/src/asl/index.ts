export type * from "./document.ts"
export { isJsonObject, type Json, type JsonObject } from "./json.ts"
