import { describe } from "vitest"

import { openMemory, sqliteFiles } from "./backends.ts"
import { cliSession } from "./cli-session.ts"

describe.each([
  ["memory", openMemory],
  ["sqlite", sqliteFiles()],
])("over %s", (_, open) => cliSession(open))
