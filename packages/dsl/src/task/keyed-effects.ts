/** What is known of an effect under a key. */
export type EffectState =
  | { readonly state: "begun" }
  | { readonly state: "done"; readonly result: unknown }
  /** Undone, or undone before it was ever done: it must not happen any more. Says what there was to undo. */
  | { readonly state: "void"; readonly was: Undoable }

/** What there is to undo: an effect that happened, one that may have happened, or nothing. */
export type Undoable = { readonly was: "done"; readonly result: unknown } | { readonly was: "begun" | "nothing" }

/** Where effects are remembered: a table keyed by idempotency key. */
export interface EffectStore {
  get(key: string): Promise<EffectState | undefined> | EffectState | undefined
  /** Replaces what is known if its state is still `expected`; answers whether it was. Atomic. */
  put(key: string, expected: EffectState["state"] | undefined, next: EffectState): Promise<boolean> | boolean
}

/** Guards effects that may run twice, or after they were undone. See {@link keyedEffects}. */
export interface KeyedEffects {
  /**
   * Before the effect. `do`: nobody has finished it. `done`: it happened, here is its result. `void`: it was undone
   * (perhaps before it was done): refuse it.
   */
  begin(
    key: string,
  ): Promise<
    { readonly outcome: "do" } | { readonly outcome: "done"; readonly result: unknown } | { readonly outcome: "void" }
  >
  /** After the effect. Answers false where it was made void in between: undo it at once. */
  complete(key: string, result: unknown): Promise<boolean>
  /**
   * Before undoing. Leaves a tombstone, so that an effect which arrives late is refused. Answers what there is to undo,
   * and the same again when asked again: an undo that crashed is repeated.
   */
  void(key: string): Promise<Undoable>
}

/**
 * Makes a task and its compensation right in every order: a handler that timed out may still act after its undo has
 * looked. `begin` and `complete` stand around the effect, `void` before its undo. A crash between them repeats the
 * effect, and its undo, under the same key: both must be harmless twice, as where the other side takes a key itself.
 */
export function keyedEffects(store: EffectStore): KeyedEffects {
  return {
    async begin(key) {
      for (;;) {
        const known = await store.get(key)
        if (known?.state === "done") return { outcome: "done", result: known.result }
        if (known?.state === "void") return { outcome: "void" }
        if (known?.state === "begun" || (await store.put(key, undefined, { state: "begun" }))) return { outcome: "do" }
      }
    },
    async complete(key, result) {
      if (await store.put(key, "begun", { state: "done", result })) return true
      return (await store.get(key))?.state === "done" // by another attempt of the same effect
    },
    async void(key) {
      for (;;) {
        const known = await store.get(key)
        if (known?.state === "void") return known.was
        const was: Undoable =
          known === undefined
            ? { was: "nothing" }
            : known.state === "done"
              ? { was: "done", result: known.result }
              : { was: "begun" }
        if (await store.put(key, known?.state, { state: "void", was })) return was
      }
    },
  }
}

/** An effect store in memory, for tests and examples. */
export function memoryEffects(): EffectStore & { readonly entries: ReadonlyMap<string, EffectState> } {
  const entries = new Map<string, EffectState>()
  return {
    entries,
    get: (key) => entries.get(key),
    put(key, expected, next) {
      if (entries.get(key)?.state !== expected) return false
      entries.set(key, next)
      return true
    },
  }
}
