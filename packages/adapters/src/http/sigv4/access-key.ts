import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto"

/** A key that requests are signed with. Holds its secret in a form that is not printed. */
export interface AccessKey {
  /** `AKIAIOSFODNN7EXAMPLE` */
  readonly id: string
  /** Whose it is: policies speak of users, so that a key can be changed for another. */
  readonly user: string
  /** Of temporary credentials: what must come with each request, too. */
  readonly sessionToken: KeyObject | undefined
  /** `date/region/service`: the key for one day, kept for as long as the day is asked for. */
  signingKey(date: string, region: string, service: string): KeyObject
}

/** An access key as it is given. */
export interface AccessKeyOptions {
  readonly id: string
  readonly secret: string
  /** Default: its id. */
  readonly user?: string
  readonly sessionToken?: string
}

/** Makes an access key. */
export function accessKey({ id, secret, user = id, sessionToken }: AccessKeyOptions): AccessKey {
  const root = createSecretKey(`AWS4${secret}`, "utf8")
  let kept: { readonly scope: string; readonly key: KeyObject } | undefined
  return {
    id,
    user,
    sessionToken: sessionToken === undefined ? undefined : createSecretKey(sessionToken, "utf8"),
    signingKey(date, region, service) {
      const scope = `${date}/${region}/${service}`
      if (kept?.scope === scope) return kept.key
      const steps = [date, region, service, "aws4_request"]
      const key = steps.reduce(
        (signer, step) => createSecretKey(createHmac("sha256", signer).update(step).digest()),
        root,
      )
      kept = { scope, key }
      return key
    },
  }
}

/** Whether a text is the one that is kept; takes as long for every text of one length. */
export function isText(text: string, kept: KeyObject): boolean {
  return timingSafeEqual(hash("sha256", text, "buffer"), hash("sha256", kept.export(), "buffer"))
}
