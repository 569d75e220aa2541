import { binding, type Code, code, operand } from "./code.ts"
import { isOnly } from "./shape-facts.ts"

/** True where the value is true; false where it is false, absent or anything else. */
export function condition(value: Code): Code {
  if (isOnly(value.shape, "boolean") && value.shape.optional !== true) return value
  return code({
    text: `${operand(value, binding.comparison + 1)} = true`,
    shape: { type: "boolean" },
    binding: binding.comparison,
    of: [value],
  })
}

/** As {@link condition}, where JSONata itself takes nothing and null for false: under `and`, `or`, `?` and in `$filter`. */
export function test(value: Code): Code {
  return isOnly(value.shape, "boolean", "null") ? value : condition(value)
}
