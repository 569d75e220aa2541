export { type OffloadedBackend, offloaded, type OffloadOptions } from "./offloaded.ts"
