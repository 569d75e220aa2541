import { executionRoute } from "@stepwright/engine"

/** Partitions that a deployment may have at most. */
export const mostPartitions = 1024

/** Where the keys of a deployment lie. */
export class Keys {
  readonly prefix: string
  /** The roots of all partitions: what their keys begin with. All keys of one are in one slot of a cluster. */
  readonly roots: readonly string[]

  constructor(prefix: string, partitions: number) {
    this.prefix = prefix
    this.roots = Array.from({ length: partitions }, (_, index) => rootOf(prefix, index))
  }

  get partitions(): number {
    return this.roots.length
  }

  root(partition: number): string {
    return this.roots[partition] as string // partitions come from the functions below
  }

  place(execution: string): Place {
    return this.placeOf(executionRoute(execution))
  }

  placeOf(route: string): Place {
    const partition = Buffer.from(route.slice(0, 4), "base64url").readUIntBE(0, 3) % this.partitions
    return { route, partition }
  }

  /** Undefined where the token is not of the form that the port asks for. */
  placeOfToken(token: string): (Place & { readonly rest: string }) | undefined {
    if (!/^[\w-]{14}/.test(token)) return undefined
    return { ...this.placeOf(token.slice(0, 14)), rest: token.slice(14) }
  }

  /** Likewise. */
  partitionOfLetter(id: string): number | undefined {
    return /^[\da-f]{8}/.test(id) ? Number.parseInt(id.slice(0, 6), 16) % this.partitions : undefined
  }
}

/** An execution's place in the store. */
export interface Place {
  readonly route: string
  readonly partition: number
}

/** What the keys of a partition begin with. What holds for the whole deployment lies in the first. */
export function rootOf(prefix: string, partition: number): string {
  return `${prefix}{p${String(partition).padStart(2, "0")}}:`
}
