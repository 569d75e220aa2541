import * as sdk from "@aws-sdk/client-sfn"

/**
 * The API of Step Functions as the AWS CLI reads it, made from what AWS's SDK for JavaScript knows of it: for a CLI that is
 * older than some of the operations. (botocore: service-2.json)
 */
export function awsModel(): object {
  const shapes = new Map<string, object>()
  const operations = (Object.values(sdk) as readonly unknown[])
    .filter(isOperation)
    .map(([, , name, , input, output]) => {
      const [given, answered] = [shapeOf(input(), shapes), shapeOf(output(), shapes)]
      const http = { method: "POST", requestUri: "/" }
      return [name, { name, http, input: { shape: given }, output: { shape: answered } }] as const
    })
  return {
    version: "2.0",
    metadata: {
      apiVersion: "2016-11-23",
      endpointPrefix: "states",
      jsonVersion: "1.0",
      protocol: "json",
      serviceAbbreviation: "AWS SFN",
      serviceFullName: "AWS Step Functions",
      serviceId: "SFN",
      signatureVersion: "v4",
      targetPrefix: "AWSStepFunctions",
      uid: "states-2016-11-23",
    },
    operations: Object.fromEntries(operations),
    shapes: Object.fromEntries(shapes),
  }
}

type Lazy = () => Schema
/** A number says of what simple type a value is; a pair adds traits. */
type MemberSchema = number | Lazy | readonly [MemberSchema, unknown] | Schema
type Operation = readonly [kind: 9, namespace: string, name: string, traits: unknown, input: Lazy, output: Lazy]
type Schema =
  | readonly [
      kind: 3,
      namespace: string,
      name: string,
      traits: unknown,
      names: readonly string[],
      members: readonly MemberSchema[],
      required?: number,
    ]
  | readonly [kind: 1, namespace: string, name: string, traits: unknown, member: MemberSchema]
  | readonly [kind: 2, namespace: string, name: string, traits: unknown, key: MemberSchema, value: MemberSchema]
  | readonly [kind: 0, namespace: string, name: string, traits: unknown, type: number]

function isOperation(value: unknown): value is Operation {
  return Array.isArray(value) && value[0] === 9
}

/** Adds the shape of a schema, and answers its name. */
function shapeOf(schema: Schema, shapes: Map<string, object>): string {
  const [kind, , name] = schema
  if (kind === 0) return memberShape(schema[4], shapes)
  if (shapes.has(name)) return name
  shapes.set(name, {}) // it may hold itself
  const reference = (member: MemberSchema): object => ({ shape: memberShape(member, shapes) })
  switch (kind) {
    case 1:
      shapes.set(name, { type: "list", member: reference(schema[4]) })
      return name
    case 2:
      shapes.set(name, { type: "map", key: reference(schema[4]), value: reference(schema[5]) })
      return name
    case 3: {
      const [, , , , names, members, required = 0] = schema
      const described = names.map((member, index) => [member, reference(members[index] ?? 0)] as const)
      shapes.set(name, {
        type: "structure",
        required: names.slice(0, required),
        members: Object.fromEntries(described),
      })
      return name
    }
  }
}

/** By what the SDK's schemas call a simple type. */
const simple: Readonly<Record<number, string>> = { 0: "string", 1: "long", 2: "boolean", 4: "timestamp" }

function memberShape(member: MemberSchema, shapes: Map<string, object>): string {
  if (typeof member === "function") return shapeOf(member(), shapes)
  if (typeof member === "number") {
    // A list of a simple type: 64 and the type's own number.
    const listed = (member & 64) === 64 ? simple[member - 64] : undefined
    const type = listed ?? simple[member] ?? "string"
    shapes.set(`Simple${type}`, { type })
    if (listed === undefined) return `Simple${type}`
    shapes.set(`ListOf${type}`, { type: "list", member: { shape: `Simple${type}` } })
    return `ListOf${type}`
  }
  return isPair(member) ? memberShape(member[0], shapes) : shapeOf(member, shapes)
}

function isPair(member: Exclude<MemberSchema, number | Lazy>): member is readonly [MemberSchema, unknown] {
  return member.length === 2
}
