/** What a worker returns that leaves nothing to be relayed: the answer stands in the inbox, or the deadline had passed. */
export type Told = { readonly v: 1; readonly told: "answered" | "expired" }

export function told(what: Told["told"]): Told {
  return { v: 1, told: what }
}

export function isTold(value: unknown): value is Told {
  if (typeof value !== "object" || value === null) return false
  const { v, told: what } = value as { readonly v?: unknown; readonly told?: unknown } // any object
  return v === 1 && (what === "answered" || what === "expired")
}
