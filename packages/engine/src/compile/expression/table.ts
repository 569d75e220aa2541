import type { Expression } from "@stepwright/dsl"

import type { Code } from "./code.ts"
import type { Scope } from "./scope.ts"
import { comparisonFunctions } from "./table/comparison.ts"
import { listFunctions } from "./table/list.ts"
import { numberFunctions } from "./table/number.ts"
import { objectFunctions } from "./table/object.ts"
import { orderFunctions } from "./table/order.ts"
import { textFunctions } from "./table/text.ts"
import { timeFunctions } from "./table/time.ts"

/** How a call of each expression function of the DSL is written in JSONata. (`docs/expressions.md`) */
export const table: Readonly<Record<string, (args: readonly Expression[], scope: Scope) => Code>> = {
  ...comparisonFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...listFunctions,
  ...orderFunctions,
  ...objectFunctions,
  ...timeFunctions,
}
