/** The last redrives of an execution that named a client token, the newest first: at most ten. Times in milliseconds. */
export interface StoredRedrives {
  readonly redrives: readonly { readonly clientToken: string; readonly at: number }[]
}
