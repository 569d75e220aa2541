import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec"
import type { Template, Value } from "@stepwright/adapters/aws"

import { facts } from "./facts.ts"
import { type Answers, resolved } from "./resolve.ts"
import { text } from "./text.ts"

type Spec = ReturnType<typeof loadAwsServiceSpecSync>
type SpecResource = ReturnType<Spec["all"]>[number] & {
  readonly properties: Readonly<Record<string, SpecProperty>>
  readonly attributes: Readonly<Record<string, unknown>>
}
interface SpecProperty {
  readonly type: SpecType
  readonly required?: boolean
}
/** A type of CloudFormation's resource schemas, as the specification has it. */
type SpecType =
  | {
      readonly type: "string"
      readonly allowedValues?: readonly string[]
      readonly minLength?: number
      readonly maxLength?: number
    }
  | {
      readonly type: "integer" | "number"
      readonly allowedValues?: readonly number[]
      readonly minimum?: number
      readonly maximum?: number
    }
  | { readonly type: "boolean" | "json" | "null" | "tag" | "date-time" }
  | { readonly type: "array" | "map"; readonly element: SpecType }
  | { readonly type: "union"; readonly types: readonly SpecType[] }
  | { readonly type: "ref"; readonly reference: { readonly $ref: string } }

let loaded: Spec | undefined

/** CloudFormation's resource schemas, as AWS publishes them. */
function spec(): Spec {
  return (loaded ??= loadAwsServiceSpecSync())
}

/** Everything in which a template differs from what CloudFormation's resource schemas and quotas take. */
export function faultsOf(template: Template, answers: Answers = {}): readonly string[] {
  const faults: string[] = []
  checkShape(template, faults)
  checkReferences(template, faults)
  checkCircles(template, faults)
  if (faults.length > 0) return faults
  // With every expression replaced by what it comes to, types and values can be compared.
  for (const [id, { Type: type, Properties: properties }] of Object.entries(resolved(template, answers).Resources)) {
    const known = schemaOf(type)
    if (known === undefined) faults.push(`${id}: there is no type ${type}`)
    else checkProperties(properties ?? {}, known.properties, id, faults)
  }
  return faults
}

function schemaOf(type: string): SpecResource | undefined {
  const [found] = [...spec().lookup("resource", "cloudFormationType", "equals", type)]
  return found
}

// AWS: CloudFormation quotas.
const sections = { Parameters: 200, Outputs: 200, Resources: 500 } as const

function checkShape(template: Template, faults: string[]): void {
  for (const [section, most] of Object.entries(sections)) {
    const names = Object.keys(template[section as keyof typeof sections])
    if (names.length > most) faults.push(`${section}: ${names.length} of at most ${most}`)
    for (const name of names)
      if (!/^[A-Za-z0-9]{1,255}$/.test(name)) faults.push(`${section}: ${name} is no logical id`)
  }
  if (template.Description.length > 1024) faults.push("Description: too long")
  if (JSON.stringify(template, null, 2).length > 1_000_000) faults.push("the template is too long")
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    if (name in template.Resources) faults.push(`${name} is a parameter and a resource`)
    if (parameter.Description.length > 4000) faults.push(`${name}: its description is too long`)
    const { Default: preset, AllowedPattern: pattern, AllowedValues: values, MaxLength: most = Infinity } = parameter
    if (preset === undefined) continue
    if (pattern !== undefined && !new RegExp(pattern).test(String(preset)))
      faults.push(`${name}: its default is not allowed`)
    if (values !== undefined && !values.includes(preset)) faults.push(`${name}: its default is not allowed`)
    if (typeof preset === "string" && preset.length > most) faults.push(`${name}: its default is too long`)
  }
}

/** Every expression of a value: what it refers to. */
function referencesIn(value: Value, found: (id: string, attribute?: string) => void, faults: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) referencesIn(item, found, faults)
    return
  }
  if (typeof value !== "object" || value === null) return
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, Value>>)) {
    if (key === "Ref") found(text(inner))
    else if (key === "Fn::GetAtt") found(text((inner as readonly Value[])[0]), text((inner as readonly Value[])[1]))
    else if (key === "Fn::Sub") inSub(inner, found, faults)
    else {
      if (key === "Fn::If") found(`condition ${text((inner as readonly Value[])[0])}`)
      referencesIn(inner, found, faults)
    }
  }
}

function inSub(value: Value, found: (id: string, attribute?: string) => void, faults: string[]): void {
  const [pattern, own] = Array.isArray(value) ? (value as readonly Value[]) : [value, {}]
  const mine = own as Readonly<Record<string, Value>> // as Fn::Sub has it
  const used = new Set<string>()
  for (const [, name = ""] of text(pattern).matchAll(/\$\{(?!!)([^}]+)\}/g)) {
    used.add(name)
    if (name in mine) continue
    const [id = "", attribute] = name.split(/\.(.*)/)
    found(id, attribute)
  }
  for (const name of Object.keys(mine)) if (!used.has(name)) faults.push(`Fn::Sub does not use ${name}`)
  if (used.size === 0) faults.push(`Fn::Sub of ${JSON.stringify(pattern)} replaces nothing`)
  referencesIn(mine, found, faults)
}

function checkReferences(template: Template, faults: string[]): void {
  const used = new Set<string>()
  const see = (where: string) => (id: string, attribute?: string) => {
    used.add(id)
    if (id.startsWith("condition ")) {
      if (!(id.slice(10) in template.Conditions)) faults.push(`${where}: there is no ${id}`)
      return
    }
    if (id === "AWS::NoValue" || id in facts || (attribute === undefined && id in template.Parameters)) return
    const resource = template.Resources[id]
    if (resource === undefined) return void faults.push(`${where}: nothing is called ${id}`)
    const attributes = schemaOf(resource.Type)?.attributes ?? {}
    if (attribute !== undefined && !(attribute in attributes))
      faults.push(`${where}: ${id} has no attribute ${attribute}`)
  }
  for (const [id, resource] of Object.entries(template.Resources)) {
    referencesIn(resource.Properties ?? {}, see(id), faults)
    for (const other of resource.DependsOn ?? [])
      if (!(other in template.Resources)) faults.push(`${id}: depends on ${other}, which is not there`)
    if (resource.Condition !== undefined) see(id)(`condition ${resource.Condition}`)
  }
  referencesIn(template.Outputs as unknown as Value, see("Outputs"), faults) // outputs are values
  referencesIn(template.Conditions, see("Conditions"), faults)
  for (const name of Object.keys(template.Parameters))
    if (!used.has(name)) faults.push(`${name} is asked for and not used`)
  for (const name of Object.keys(template.Conditions))
    if (!used.has(`condition ${name}`)) faults.push(`${name} is a condition of nothing`)
}

function checkCircles(template: Template, faults: string[]): void {
  const needs = new Map<string, ReadonlySet<string>>()
  for (const [id, resource] of Object.entries(template.Resources)) {
    const found = new Set(resource.DependsOn)
    referencesIn(resource.Properties ?? {}, (other) => other in template.Resources && found.add(other), [])
    needs.set(id, found)
  }
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) return void faults.push(`a circle: ${[...path.slice(path.indexOf(id)), id].join(" → ")}`)
    if (done.has(id)) return
    for (const other of needs.get(id) ?? []) visit(other, [...path, id])
    done.add(id)
  }
  for (const id of needs.keys()) visit(id, [])
}

function checkProperties(
  given: Readonly<Record<string, Value>>,
  known: Readonly<Record<string, SpecProperty>>,
  at: string,
  faults: string[],
): void {
  for (const name of Object.keys(given)) if (!(name in known)) faults.push(`${at}: there is no property ${name}`)
  for (const [name, { type, required }] of Object.entries(known)) {
    const value = given[name]
    if (value === undefined && required === true) faults.push(`${at}: ${name} is missing`)
    if (value !== undefined) checkType(value, type, `${at}.${name}`, faults)
  }
}

function checkType(value: Value, type: SpecType, at: string, faults: string[]): void {
  const wrong = (expected: string): void =>
    void faults.push(`${at}: expected ${expected}, received ${JSON.stringify(value)}`)
  switch (type.type) {
    case "string":
    case "date-time":
      if (typeof value !== "string") return wrong("a text")
      if ("allowedValues" in type && type.allowedValues?.includes(value) === false)
        wrong(type.allowedValues.join(" or "))
      return
    case "integer":
    case "number":
      if (typeof value !== "number" || (type.type === "integer" && !Number.isInteger(value)))
        return wrong(`a ${type.type}`)
      if (type.allowedValues?.includes(value) === false) wrong(type.allowedValues.join(" or "))
      return
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong("true or false")
    case "null":
      return value === null ? undefined : wrong("null")
    case "json":
      return typeof value === "object" && value !== null ? undefined : wrong("an object")
    case "tag":
      return checkProperties(value as Readonly<Record<string, Value>>, tag, at, faults)
    case "array":
      if (!Array.isArray(value)) return wrong("a list")
      for (const [index, item] of (value as readonly Value[]).entries())
        checkType(item, type.element, `${at}[${index}]`, faults)
      return
    case "map":
      if (!isObject(value)) return wrong("an object")
      for (const [key, inner] of Object.entries(value)) checkType(inner, type.element, `${at}.${key}`, faults)
      return
    case "union": {
      const tries = type.types.map((one) => {
        const found: string[] = []
        checkType(value, one, at, found)
        return found
      })
      if (tries.every((found) => found.length > 0)) faults.push(...(tries[0] ?? []))
      return
    }
    case "ref": {
      if (!isObject(value)) return wrong("an object")
      const definition = spec().get("typeDefinition", type.reference.$ref) as unknown as SpecResource // the parts that are read
      return checkProperties(value, definition.properties, at, faults)
    }
  }
}

const tag: Readonly<Record<string, SpecProperty>> = {
  Key: { type: { type: "string" }, required: true },
  Value: { type: { type: "string" }, required: true },
}

function isObject(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The metrics that a type of resource has, as `AWS/States ExecutionsFailed`. */
export function metricsOf(type: string): ReadonlySet<string> {
  const [resource] = [...spec().lookup("resource", "cloudFormationType", "equals", type)]
  if (resource === undefined) return new Set()
  return new Set(
    [...spec().follow("resourceHasMetric", resource)].map(({ entity }) => `${entity.namespace} ${entity.name}`),
  )
}
