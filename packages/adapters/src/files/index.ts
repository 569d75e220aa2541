// Buckets of objects as folders of files.
export { files, type FilesOptions } from "./files.ts"
