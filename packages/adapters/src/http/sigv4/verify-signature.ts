import { createHmac, hash, timingSafeEqual } from "node:crypto"

import { type AccessKey, isText } from "./access-key.ts"
import { readAuthorization } from "./authorization.ts"
import { canonicalRequest, type SignedRequest } from "./canonical-request.ts"
import { incomplete, invalid, type SignatureFault, unrecognizedClient, wrongSignature } from "./fault.ts"

/** What requests are verified against. */
export interface SignatureOptions {
  /** The key of this id; undefined where there is none. */
  readonly keyOf: (id: string) => AccessKey | undefined
  /** What keys must be scoped to: `us-east-1`. */
  readonly region: string
  /** What keys must be scoped to: `states`. */
  readonly service: string
  /** How far a request's date may be from ours, in minutes. Default 5, as AWS has it for Step Functions. */
  readonly skewMinutes?: number
}

const algorithm = "AWS4-HMAC-SHA256"
const terminator = "aws4_request"

/**
 * Whose request it is, by its Signature Version 4. Looks at things in the order in which AWS does, since of several
 * that are wrong the first is told. There is no memory of what came before: two equal calls in one second are
 * legitimate.
 * @param now - milliseconds since 1970.
 */
export function verifySignature(
  request: SignedRequest,
  { keyOf, region, service, skewMinutes = 5 }: SignatureOptions,
  now: number,
): AccessKey | SignatureFault {
  const date = request.header("x-amz-date") ?? request.header("date")
  const authorization = readAuthorization(request.header("authorization"), date !== undefined)
  if (!("signature" in authorization)) return authorization
  const fault =
    dateFault(date ?? "", now, skewMinutes) ??
    unsignedFault(request, authorization.signedHeaders) ??
    algorithmFault(authorization.algorithm)
  if (fault !== undefined) return fault
  const scope = readScope(authorization.credential, { region, service, date: date ?? "" })
  if (typeof scope !== "string") return scope
  const key = keyOf(scope)
  if (key === undefined) return unrecognizedClient
  const day = (date ?? "").slice(0, 8)
  const signed = [
    algorithm,
    date,
    `${day}/${region}/${service}/${terminator}`,
    hash("sha256", canonicalRequest(request, authorization.signedHeaders), "hex"),
  ].join("\n")
  const expected = createHmac("sha256", key.signingKey(day, region, service))
    .update(signed)
    .digest()
  if (!isSignature(authorization.signature, expected)) return wrongSignature
  return hasSessionOf(key, request.header("x-amz-security-token")) ? key : unrecognizedClient
}

/** Not a date, too old or from the future. */
function dateFault(text: string, now: number, skewMinutes: number): SignatureFault | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(at)) {
    return incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${text.slice(0, 100)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  const skewMs = skewMinutes * 60_000
  const here = Math.floor(now / 1000) * 1000
  if (at < here - skewMs) {
    return invalid(
      `Signature expired: ${text} is now earlier than ${basic(here - skewMs)} (${basic(here)} - ${skewMinutes} min.)`,
    )
  }
  if (at > here + skewMs) {
    return invalid(
      `Signature not yet current: ${text} is still later than ${basic(here + skewMs)} (${basic(here)} + ${skewMinutes} min.)`,
    )
  }
  return undefined
}

/** `20260905T120000Z` */
function basic(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d{3}Z$/, "Z")
    .replace(/[-:]/g, "")
}

/** Whoever could add or change one of these on the way would change what is asked for. */
function unsignedFault(request: SignedRequest, signedHeaders: readonly string[]): SignatureFault | undefined {
  if (!signedHeaders.includes("host")) {
    return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  for (const name of request.headerNames()) {
    if (name.startsWith("x-amz-") && !signedHeaders.includes(name)) {
      return invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
    }
  }
  return undefined
}

function algorithmFault(given: string): SignatureFault | undefined {
  if (given === algorithm) return undefined
  return incomplete(`Unsupported AWS 'algorithm': '${given.slice(0, 100)}' (only ${algorithm} for now). `)
}

/** The id of the key, where the rest is as it must be. */
function readScope(
  credential: string,
  { region, service, date }: { readonly region: string; readonly service: string; readonly date: string },
): string | SignatureFault {
  const parts = credential.replace(/\/+$/, "").split("/")
  const [id, givenDay, givenRegion, givenService, givenTerm] = parts
  if (parts.length !== 5 || id === undefined) {
    return incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 200)}'`,
    )
  }
  const day = date.slice(0, 8)
  const wrong = [
    givenRegion === region ? "" : `Credential should be scoped to a valid region, not '${givenRegion}'. `,
    givenService === service ? "" : `Credential should be scoped to correct service: '${service}'. `,
    givenTerm === terminator
      ? ""
      : `Credential should be scoped with a valid terminator: '${terminator}', not '${givenTerm}'. `,
    givenDay === day
      ? ""
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${givenDay}' != '${day}', from '${date}'. `,
  ].join("")
  return wrong === "" ? id : invalid(wrong)
}

/** Takes as long for every signature. */
function isSignature(text: string, expected: Buffer): boolean {
  return /^[0-9a-f]{64}$/.test(text) && timingSafeEqual(Buffer.from(text, "hex"), expected)
}

function hasSessionOf({ sessionToken }: AccessKey, given: string | undefined): boolean {
  if (sessionToken === undefined) return given === undefined
  return given !== undefined && isText(given, sessionToken)
}
