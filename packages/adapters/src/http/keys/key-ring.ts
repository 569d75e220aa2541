import { hash } from "node:crypto"

import { EngineError } from "@stepwright/engine"
import { z } from "zod"

import { schemaIssues, toldIssues } from "../../checking/schema-issues.ts"
import { type AccessKey, accessKey } from "../sigv4/access-key.ts"

/** What a secret must be made of, and how that is said. */
interface SecretForm {
  readonly pattern: RegExp
  readonly says: string
}

const secretForm: SecretForm = { pattern: /^[ -~]{16,}$/, says: "at least 16 printable characters" }
/** It goes into a header, as one word. */
const sessionForm: SecretForm = { pattern: /^[!-~]+$/, says: "printable characters without spaces" }
const tokenForm: SecretForm = { pattern: /^[!-~]{32,}$/, says: "at least 32 printable characters without spaces" }

const secret = ({ pattern, says }: SecretForm): z.ZodType<SecretText> =>
  z.union([z.string().regex(pattern, `expected ${says}`), z.strictObject({ env: z.string().min(1) })])

const user = z.string().regex(/^[\w+=,.@-]{1,64}$/, "expected 1 to 64 letters, digits or +=,.@-_, as IAM has it")

const signingKey = z.strictObject({
  user: user.optional(),
  accessKeyId: z.string().regex(/^\w{3,128}$/, "expected 3 to 128 letters, digits or _"),
  secretAccessKey: secret(secretForm),
  sessionToken: secret(sessionForm).optional(),
})

const bearerToken = z.strictObject({ user, token: secret(tokenForm) })

const keys = z.strictObject({ keys: z.array(z.union([signingKey, bearerToken])).min(1) })

/** A secret, or the variable of the environment that holds it. */
export type SecretText = string | { readonly env: string }

/** A key for Signature Version 4. */
export interface AccessKeyEntry {
  readonly accessKeyId: string
  /** At least 16 printable characters. */
  readonly secretAccessKey: SecretText
  /** Of temporary credentials. */
  readonly sessionToken?: SecretText
  /** Whose it is, for policies. Default: its id. */
  readonly user?: string
}

/** A token for the REST face: `Authorization: Bearer TOKEN`. */
export interface TokenEntry {
  readonly user: string
  /** At least 32 printable characters, no spaces. */
  readonly token: SecretText
}

/** Who may ask. Several keys may be one user's: that is how one is changed for another. */
export interface KeysDocument {
  readonly keys: readonly (AccessKeyEntry | TokenEntry)[]
}

/** The keys that are known. */
export interface KeyRing {
  /** The access key of this id. */
  readonly keyOf: (id: string) => AccessKey | undefined
  /** Whose token it is. */
  readonly userOf: (token: string) => string | undefined
}

/**
 * Reads keys.
 * @param value - {@link KeysDocument}, from outside: everything is checked.
 * @param env - where secrets stand that are given by the name of a variable.
 * @throws {EngineError} `KEYS_INVALID` with every problem. Never tells a secret.
 */
export function keyRing(value: unknown, env: Readonly<Record<string, string | undefined>> = process.env): KeyRing {
  const { data, error } = keys.safeParse(value)
  if (error !== undefined) {
    const issues = schemaIssues(error)
    throw new EngineError({ code: "KEYS_INVALID", message: `The keys cannot be used. ${toldIssues(issues)}`, issues })
  }
  const problems: string[] = []
  const resolve = (given: SecretText, { pattern, says }: SecretForm, where: string): string => {
    if (typeof given === "string") return given
    const text = env[given.env] ?? ""
    if (!pattern.test(text)) problems.push(`${where}: the variable ${given.env} does not hold ${says}.`)
    return text
  }
  const accessKeys = new Map<string, AccessKey>()
  const tokens = new Map<string, string>()
  data.keys.forEach((entry, index) => {
    const where = `keys[${index}]`
    if ("token" in entry) {
      tokens.set(digest(resolve(entry.token, tokenForm, `${where}.token`)), entry.user)
      return
    }
    if (accessKeys.has(entry.accessKeyId)) problems.push(`${where}: ${entry.accessKeyId} is named twice.`)
    const { accessKeyId, secretAccessKey, sessionToken } = entry
    accessKeys.set(
      accessKeyId,
      accessKey({
        id: accessKeyId,
        secret: resolve(secretAccessKey, secretForm, `${where}.secretAccessKey`),
        ...(entry.user === undefined ? {} : { user: entry.user }),
        ...(sessionToken === undefined
          ? {}
          : { sessionToken: resolve(sessionToken, sessionForm, `${where}.sessionToken`) }),
      }),
    )
  })
  if (problems.length > 0) {
    throw new EngineError({ code: "KEYS_INVALID", message: `The keys cannot be used. ${problems.join(" ")}` })
  }
  return { keyOf: (id) => accessKeys.get(id), userOf: (token) => tokens.get(digest(token)) }
}

/** How long a look-up takes tells nothing of a token: it is found by its digest. */
function digest(token: string): string {
  return hash("sha256", token, "hex")
}
