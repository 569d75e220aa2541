import { collectionFunctions } from "./functions/collection.ts"
import { datetimeFunctions } from "./functions/datetime.ts"
import type { Builtin } from "./functions/define.ts"
import { numberFunctions } from "./functions/number.ts"
import { stepFunctionsFunctions } from "./functions/step-functions.ts"
import { stringFunctions } from "./functions/string.ts"

/** The functions that every expression may call, by name without `$`. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...numberFunctions,
    ...stringFunctions,
    ...collectionFunctions,
    ...datetimeFunctions,
    ...stepFunctionsFunctions,
  }),
)
