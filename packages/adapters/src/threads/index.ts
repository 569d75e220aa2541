export { inThreads, type ThreadContext, type ThreadHandler, type ThreadsOptions } from "./in-threads.ts"
