/** Any JSON value. Values inside the engine are immutable: never change one in place. */
type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
interface JsonObject {
  readonly [key: string]: Json;
}
/** True for a JSON object: not null and not an array. */
declare function isJsonObject(value: Json | undefined): value is JsonObject;
export { JsonObject as n, isJsonObject as r, Json as t };