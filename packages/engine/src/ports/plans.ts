/** The plans that executions run by. They are never changed or removed: a stored execution needs the plan it began with. */
export interface Plans {
  /** Stores a plan. Idempotent: an id stands for its content, so a second put changes nothing. */
  put(plan: StoredPlan): Promise<void>
  get(params: { readonly id: string }): Promise<StoredPlan | undefined>
  /**
   * All of them, in the order they were stored, or those behind the first `from`. A deployment has as many as it has had
   * versions.
   */
  list(params?: { readonly from?: number }): Promise<readonly StoredPlan[]>
}

export interface StoredPlan {
  /** sha256 of what is in it, as 64 hexadecimal digits. */
  readonly id: string
  /** The state machine's name. */
  readonly machine: string
  /** Opaque. */
  readonly text: string
}
