/** The type of a value after a JSON round trip: what `toJSON` gives, no functions, no symbols. */
export type Jsonified<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toJSON(): infer J }
    ? Jsonified<J>
    : T extends readonly unknown[]
      ? { [K in keyof T]: Jsonified<T[K]> }
      : T extends bigint | symbol | ((...args: never[]) => unknown)
        ? never
        : T extends object
          ? { [K in keyof T]: Jsonified<T[K]> }
          : T
