/** The digests that `States.Hash` and `$hash` know. */
export type HashAlgorithm = "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"

/** What expressions need of the platform; the engine's entry point provides it, so that `query` stays free of I/O. */
export interface QueryEnvironment {
  /** The lower-case hexadecimal digest of the text's UTF-8 bytes. */
  readonly hash: (algorithm: HashAlgorithm, text: string) => string
}

let provided: QueryEnvironment | undefined

/** Provides the platform's part, once, when the engine is loaded. */
export function provideEnvironment(environment: QueryEnvironment): void {
  provided = environment
}

/** @throws {Error} when a digest is asked for before the engine's entry point was imported. */
export function environment(): QueryEnvironment {
  if (provided === undefined) throw new Error("no query environment: import the engine through its entry point")
  return provided
}
