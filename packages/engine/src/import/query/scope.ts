import type { Code } from "../code/code.ts"

/** What an expression can read where it stands. Absent members cannot be read there. */
export interface QueryScope {
  /** `$states.input`. */
  readonly input: Code
  /** `$states.result`. */
  readonly result?: Code
  /** `$states.errorOutput`. */
  readonly error?: Code
  /** `$states.context.Task.Token`. */
  readonly token?: Code
  /** `$states.context.Map.Item`. */
  readonly item?: { readonly value: Code; readonly index: Code }
  /** Variables that are surely assigned, by name without `$`. */
  readonly variables: ReadonlyMap<string, Code>
}
