/** The variables that the states of one level assign, and those of the levels around it that they can see. */
export interface VariableScope {
  readonly names: ReadonlySet<string>
  /** Undefined for the root, and for a distributed Map's processor, which sees nothing of the levels around it. */
  readonly outer: VariableScope | undefined
}

/** Every name that can be read in a scope. */
export function* visibleNames(scope: VariableScope): Iterable<string> {
  for (let at: VariableScope | undefined = scope; at !== undefined; at = at.outer) yield* at.names
}

/** Whether a name can be read in a scope; without a scope, none can. */
export function isVisible(scope: VariableScope | undefined, name: string): boolean {
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return true
  return false
}
