import { backendContract } from "@stepwright/engine/testing"

import { memory } from "./memory.ts"

await backendContract({ make: () => ({ backend: memory() }) })
