// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { oneOf, type Shape, structure, text } from "../shape.ts"

/** What AWS KMS answers, by action. */
export const kms: Readonly<Record<string, Shape>> = {
  encrypt: structure({
    CiphertextBlob: text({ min: 1, max: 6144 }),
    KeyId: text({ min: 1, max: 2048 }),
    EncryptionAlgorithm: oneOf("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"),
  }),
  decrypt: structure({
    KeyId: text({ min: 1, max: 2048 }),
    Plaintext: text({ min: 1, max: 4096 }),
    EncryptionAlgorithm: oneOf("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"),
    CiphertextForRecipient: text({ min: 1, max: 6144 }),
    KeyMaterialId: text({ min: 64, max: 64 }),
  }),
}
