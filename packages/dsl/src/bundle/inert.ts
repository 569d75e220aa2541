/** What handlers are told that use an expression as a value. */
const why = "An expression was used as a value, but only a workflow's function works with expressions."

/**
 * Stands for every expression and call in a bundle, where nothing is traced: whatever is read or called of it is itself
 * again, so that modules that define workflows load; used as a value it throws.
 */
export const inert: (...given: readonly unknown[]) => never = /* @__PURE__ */ new Proxy(() => inert as never, {
  get(_, name) {
    if (name === Symbol.toPrimitive || name === "toJSON") throw new TypeError(why)
    return name === "then" ? undefined : inert
  },
})

/** Stands for a function that makes expressions. */
/* @__NO_SIDE_EFFECTS__ */
export function inertFunction(): typeof inert {
  return inert
}
