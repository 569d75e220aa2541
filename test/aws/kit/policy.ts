import { z } from "zod"

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())])

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.unknown().optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([texts, z.boolean().transform((on) => [String(on)])])))
    .optional(),
})

/** A statement of a policy, read. */
export type PolicyStatement = z.output<typeof statement>

/** What is asked of AWS. */
export interface Request {
  readonly action: string
  readonly resource: string
  /** By condition key: what AWS knows of the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** How AWS decides: an explicit denial over everything, then an allowance; nothing else is allowed. */
export type Decision = "allowed" | "denied" | "not allowed"

/** The statements of a policy document. @throws where it is none. */
export function statementsOf(document: unknown): readonly PolicyStatement[] {
  const read = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statement) }).parse(document)
  for (const one of read.Statement) {
    if ((one.Action === undefined) === (one.NotAction === undefined)) throw new Error("one of Action and NotAction")
  }
  return read.Statement
}

/** Decides a request by identity policies. (AWS: "Policy evaluation logic") */
export function decide(statements: readonly PolicyStatement[], request: Request): Decision {
  const applying = statements.filter((one) => applies(one, request))
  if (applying.some(({ Effect }) => Effect === "Deny")) return "denied"
  return applying.length > 0 ? "allowed" : "not allowed"
}

function applies(one: PolicyStatement, request: Request): boolean {
  return (
    listed(one.Action, one.NotAction, (pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    listed(one.Resource, one.NotResource, (pattern) => arnLike(pattern, request.resource)) &&
    holds(one.Condition ?? {}, request.context ?? {})
  )
}

function listed(
  some: readonly string[] | undefined,
  none: readonly string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (some !== undefined) return some.some(matches)
  return none === undefined || !none.some(matches)
}

/** `*` is any text, `?` any character. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]")
  return new RegExp(`^${source}$`).test(text)
}

/** Each of an ARN's six parts by itself: a `*` reaches over `/` and, in the last part, over `:`. (AWS: "IAM JSON policy elements: Resource") */
function arnLike(pattern: string, text: string): boolean {
  if (pattern === "*") return true
  const [wanted, given] = [partsOf(pattern), partsOf(text)]
  return wanted.length === given.length && wanted.every((part, index) => like(part, given[index] ?? ""))
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":")
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")]
}

type Test = (wanted: string, given: string) => boolean

const operators: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  NumericLessThanEquals: (wanted, given) => Number(given) <= Number(wanted),
}

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
}

/** All operators and all keys must hold; of a key's values one. (AWS: "IAM JSON policy elements: Condition operators") */
function holds(
  condition: NonNullable<PolicyStatement["Condition"]>,
  context: NonNullable<Request["context"]>,
): boolean {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holdsFor(operator, wanted, known.get(key.toLowerCase()))),
  )
}

function holdsFor(operator: string, wanted: readonly string[], given: string | readonly string[] | undefined): boolean {
  if (operator === "Null") return wanted.includes(String(given === undefined))
  const [, quantifier, base = "", ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const opposite = negated[base]
  const test = operators[opposite ?? base]
  if (test === undefined) throw new Error(`the operator ${operator} is not known here`)
  if (given === undefined) return ifExists !== undefined || opposite !== undefined || quantifier === "ForAllValues"
  const values = typeof given === "string" ? [given] : given
  const matches = (value: string): boolean => wanted.some((one) => test(one, value)) === (opposite === undefined)
  return quantifier === "ForAnyValue" ? values.some(matches) : values.every(matches)
}
