import { bySdk } from "./by-sdk.ts"
import type { Integration } from "./integration.ts"
import { jobs } from "./jobs.ts"
import { optimised } from "./optimised.ts"
import { own } from "./own.ts"

export type { Call, Integration } from "./integration.ts"
export { beside } from "./own.ts"

/** Everything that a plan can ask of AWS. */
export const integrations: readonly Integration[] = [...optimised, ...jobs, ...bySdk, ...own]
