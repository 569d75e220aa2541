export type * from "./tree/index.ts"
