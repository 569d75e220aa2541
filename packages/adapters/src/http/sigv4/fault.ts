/** The errors that AWS answers where it does not know who asks, or does not believe it. */
export type SignatureFaultType =
  | "MissingAuthenticationTokenException"
  | "IncompleteSignatureException"
  | "InvalidSignatureException"
  | "UnrecognizedClientException"

/** Why a request's signature was not accepted. Data: the caller decides how it is told. */
export interface SignatureFault {
  readonly type: SignatureFaultType
  /** As AWS words it. Holds nothing but what the request itself said. */
  readonly message: string
}

/** `Authorization` names no signature. */
export const missingToken: SignatureFault = {
  type: "MissingAuthenticationTokenException",
  message: "Missing Authentication Token",
}

/** No such key, or a session token that is not the key's. */
export const unrecognizedClient: SignatureFault = {
  type: "UnrecognizedClientException",
  message: "The security token included in the request is invalid.",
}

/** Something of the request is not what was signed, or another secret signed it. */
export const wrongSignature: SignatureFault = {
  type: "InvalidSignatureException",
  message:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
}

export function incomplete(message: string): SignatureFault {
  return { type: "IncompleteSignatureException", message }
}

export function invalid(message: string): SignatureFault {
  return { type: "InvalidSignatureException", message }
}
