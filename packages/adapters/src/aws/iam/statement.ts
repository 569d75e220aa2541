import type { Value } from "../template.ts"
import { type Text, valueOf } from "./text.ts"

/** What a role may do: one `Allow` of a policy. */
export interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly Text[]
  /** It holds for every resource but these. */
  readonly except?: true
  /** By operator and key. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly Text[]>>>>
  /** Only where the deployment gives a key of its own. */
  readonly withKey?: true
}

/** Statements as a policy says them: alike ones together, in an order that does not depend on the plan's. */
export function printStatements(statements: readonly Statement[]): readonly Value[] {
  const byResources = gathered(statements, (one) => [one.resources.map(keyOf), rest(one)], joinActions)
  const byActions = gathered(byResources, (one) => [one.actions, rest(one)], joinResources)
  return byActions.toSorted((a, b) => compare(keyOfStatement(a), keyOfStatement(b))).map(printed)
}

function rest({ except, conditions, withKey }: Statement): unknown {
  return [except ?? false, conditions ?? {}, withKey ?? false]
}

function gathered(
  statements: readonly Statement[],
  alike: (statement: Statement) => unknown,
  join: (a: Statement, b: Statement) => Statement,
): readonly Statement[] {
  const groups = new Map<string, Statement>()
  for (const statement of statements) {
    const key = JSON.stringify(alike(statement))
    const before = groups.get(key)
    groups.set(key, before === undefined ? sorted(statement) : join(before, statement))
  }
  return [...groups.values()]
}

function joinActions(a: Statement, b: Statement): Statement {
  return sorted({ ...a, actions: [...a.actions, ...b.actions] })
}

function joinResources(a: Statement, b: Statement): Statement {
  return sorted({ ...a, resources: [...a.resources, ...b.resources] })
}

function sorted(statement: Statement): Statement {
  const resources = new Map(statement.resources.map((text) => [keyOf(text), text]))
  return {
    ...statement,
    actions: [...new Set(statement.actions)].toSorted(compare),
    resources: [...resources].toSorted(([a], [b]) => compare(a, b)).map(([, text]) => text),
  }
}

function keyOf(text: Text): string {
  return JSON.stringify(valueOf(text))
}

function keyOfStatement({ actions, resources }: Statement): string {
  return JSON.stringify([actions, resources.map(keyOf)])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function printed({ actions, resources, except, conditions, withKey }: Statement): Value {
  const statement: Value = {
    Effect: "Allow",
    Action: oneOrMany(actions),
    [except === true ? "NotResource" : "Resource"]: oneOrMany(resources.map(valueOf)),
    ...(conditions === undefined ? {} : { Condition: printedConditions(conditions) }),
  }
  return withKey === true ? { "Fn::If": ["HasEncryptionKey", statement, { Ref: "AWS::NoValue" }] } : statement
}

function printedConditions(conditions: NonNullable<Statement["conditions"]>): Value {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, texts]) => [key, oneOrMany(texts.map(valueOf))])),
    ]),
  )
}

function oneOrMany(values: readonly Value[]): Value {
  const [first] = values
  return values.length === 1 && first !== undefined ? first : values
}
