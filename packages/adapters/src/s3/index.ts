// Buckets of Amazon S3, or of what speaks as it does.
export { s3, type S3Options } from "./s3.ts"
