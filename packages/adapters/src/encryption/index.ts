export { encrypted, type EncryptionOptions } from "./encrypted.ts"
