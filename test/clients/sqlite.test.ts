import { sqliteFiles } from "./backends.ts"
import { everyOperation } from "./every-operation.ts"

everyOperation(sqliteFiles())
