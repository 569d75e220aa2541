import { invoke, sequence } from "./asl.ts"

/** Its handler kills the process. */
export const deadly = sequence("deadly", { Crash: invoke("crash") })

/** Its handler does no harm. */
export const well = sequence("well", { Work: invoke("work") })
