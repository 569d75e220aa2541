export type { Fact } from "./core/index.ts"
