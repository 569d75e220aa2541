import { Backend } from "@stepwright/engine";
/** The keys of {@link encrypted}. */
interface EncryptionOptions {
  /**
   * Every key that texts may be encrypted with: 32 random bytes each, under an id of 1 to 64 letters, digits, `-` and
   * `_`. An id stands for its key for ever: it is stored with each text.
   */
  readonly keys: Readonly<Record<string, Uint8Array>>;
  /** The id of the key that texts are written with from now on; the others only read. */
  readonly writeWith: string;
  /**
   * What to do with a text that was stored without encryption. `refuse` (default): as with any text that was tampered
   * with. `read`: for as long as executions are left that began before encryption was turned on.
   */
  readonly plainTexts?: "refuse" | "read";
}
/**
 * A backend that keeps all that holds user data encrypted by AES-256-GCM: inputs, outputs, errors, causes, headers, facts,
 * checkpoints, messages and dead letters. Ids, names, plans, tokens, statuses and times stay readable. Each text is bound
 * to what it is and whose, so that no two can be exchanged unnoticed. Closing it closes the backend. What cannot be read
 * is `KEY_UNKNOWN` or `TEXT_TAMPERED` to a client; a worker parks the execution with `Stepwright.KeyUnknown` or
 * `Stepwright.TextTampered`.
 * @throws {EngineError} `KEY_INVALID`
 */
export declare function encrypted(backend: Backend, options: EncryptionOptions): Backend;
export type { EncryptionOptions };