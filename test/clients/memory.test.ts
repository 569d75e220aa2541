import { openMemory } from "./backends.ts"
import { everyOperation } from "./every-operation.ts"

everyOperation(openMemory)
