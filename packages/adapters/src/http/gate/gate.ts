import type { Authorize, Verdict } from "../sfn/index.ts"
import type { KeyRing } from "../keys/key-ring.ts"
import { allowAll, type Policies } from "../policy/policy.ts"
import type { SignatureFault } from "../sigv4/fault.ts"
import { verifySignature } from "../sigv4/verify-signature.ts"
import { signedRequest } from "./signed-request.ts"

/** What a gate goes by. */
export interface GateOptions {
  readonly keys: KeyRing
  /** Default: every user may do everything. */
  readonly policies?: Policies
  /** What requests must be signed for, and what policies name things by: as the service has it. */
  readonly region: string
  /** Likewise: twelve digits. */
  readonly account: string
  /** Default: the system's. */
  readonly now?: () => number
}

/** Who asks, or why nobody knows. */
export type Caller = { readonly user: string } | SignatureFault

/** A request as far as it tells who asks. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Knows who asks, and what they may do. */
export interface Gate {
  /** By Signature Version 4. */
  signer(asked: Asked): Caller
  /** By Signature Version 4 or by `Authorization: Bearer TOKEN`. */
  caller(asked: Asked): Caller
  /** Whether a user may do this to all of these. ARNs count as ones of the gate's region and account. */
  may(user: string, operation: string, resources: readonly string[]): Verdict
  /** For `stepFunctionsApi`. */
  readonly authorize: Authorize
}

/** Makes a gate. It keeps nothing of what went through it. */
export function gate({ keys, policies = allowAll, region, account, now = Date.now }: GateOptions): Gate {
  const signer = (asked: Asked): Caller =>
    verifySignature(signedRequest(asked), { keyOf: keys.keyOf, region, service: "states" }, now())

  /** A server is of one region and account, whatever an ARN says: one thing must not go by two names. */
  const ours = (arn: string): string =>
    arn.replace(/^arn:[^:]*:states:[^:]*:[^:]*:/, `arn:aws:states:${region}:${account}:`)

  const may = (user: string, operation: string, resources: readonly string[]): Verdict => {
    const action = `states:${operation}`
    for (const resource of resources.map(ours)) {
      const decision = policies.decide(user, action, resource)
      if (decision === "allowed") continue
      const why =
        decision === "explicit deny"
          ? "with an explicit deny in an identity-based policy"
          : `because no identity-based policy allows the ${action} action`
      return {
        allowed: false,
        type: "AccessDeniedException",
        message: `User: arn:aws:iam::${account}:user/${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
      }
    }
    return { allowed: true }
  }

  return {
    signer,
    caller(asked) {
      const [, token] = /^Bearer +(\S+)$/i.exec(asked.headers.get("authorization") ?? "") ?? []
      if (token === undefined) return signer(asked)
      const user = keys.userOf(token)
      return user === undefined
        ? { type: "UnrecognizedClientException", message: "The bearer token included in the request is invalid." }
        : { user }
    },
    may,
    async authorize({ operation, resources, ...asked }) {
      const caller = signer(asked)
      if (!("user" in caller)) return { allowed: false, ...caller }
      return may(caller.user, operation, resources)
    },
  }
}
