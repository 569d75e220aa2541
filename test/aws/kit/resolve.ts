import type { Resource, Template, Value } from "@stepwright/adapters/aws"

import { facts, here } from "./facts.ts"
import { text } from "./text.ts"

/** What a deployment was asked, by parameter; the defaults hold for the rest. */
export type Answers = Readonly<Record<string, string | number>>

const nothing = Symbol("AWS::NoValue")

/** A template as CloudFormation understands it: every expression replaced by what it comes to. */
export function resolved(template: Template, answers: Answers = {}): Template {
  const resolver = new Resolver(template, answers)
  const kept = Object.entries(template.Resources).filter(
    ([, { Condition: condition }]) => condition === undefined || resolver.condition(condition),
  )
  const resources = Object.fromEntries(
    kept.map(([id, resource]) => [
      id,
      { ...resource, Properties: resolver.value({ ...resource.Properties }) } as Resource,
    ]), // properties stay an object
  )
  return {
    ...template,
    Resources: resources,
    Outputs: Object.fromEntries(
      Object.entries(template.Outputs).map(([id, output]) => [id, { ...output, Value: resolver.value(output.Value) }]),
    ),
  }
}

/** What a resource is referred to by. */
interface Identity {
  readonly reference: string
  readonly attributes: Readonly<Record<string, string>>
}

class Resolver {
  readonly #template: Template
  readonly #answers: Answers

  constructor(template: Template, answers: Answers) {
    this.#template = template
    this.#answers = answers
  }

  value(value: Value): Value {
    const result = this.#resolve(value)
    if (result === nothing) throw new Error("AWS::NoValue stands where a value must be")
    return result
  }

  condition(name: string): boolean {
    const condition = this.#template.Conditions[name]
    if (condition === undefined) throw new Error(`no condition is called ${name}`)
    return this.#test(condition)
  }

  #test(condition: Value): boolean {
    const [[fn, given] = ["", null]] = Object.entries(condition as Readonly<Record<string, Value>>)
    const operands = given as readonly Value[]
    if (fn === "Fn::Not") return !this.#test(operands[0] ?? null)
    if (fn === "Fn::Equals") return this.value(operands[0] ?? null) === this.value(operands[1] ?? null)
    throw new Error(`${fn} is not known here`)
  }

  #resolve(value: Value): Value | typeof nothing {
    if (Array.isArray(value)) {
      return (value as readonly Value[]).map((item) => this.#resolve(item)).filter((item) => item !== nothing)
    }
    if (typeof value !== "object" || value === null) return value
    const entries = Object.entries(value as Readonly<Record<string, Value>>)
    const [[fn, given] = ["", null]] = entries
    if (entries.length === 1 && (fn === "Ref" || fn.startsWith("Fn::"))) return this.#call(fn, given)
    return Object.fromEntries(
      entries.flatMap(([key, inner]) => {
        const one = this.#resolve(inner)
        return one === nothing ? [] : [[key, one]]
      }),
    )
  }

  #call(fn: string, given: Value): Value | typeof nothing {
    const list = given as readonly Value[]
    switch (fn) {
      case "Ref":
        return given === "AWS::NoValue" ? nothing : this.#reference(text(given))
      case "Fn::GetAtt":
        return this.#attribute(text(list[0]), text(list[1]))
      case "Fn::If":
        return this.#resolve(list[this.condition(text(list[0])) ? 1 : 2] ?? null)
      case "Fn::Select":
        return (this.value(list[1] ?? null) as readonly Value[])[Number(list[0])] ?? null
      case "Fn::Split":
        return text(this.value(list[1] ?? null)).split(text(list[0]))
      case "Fn::Sub":
        return this.#substituted(given)
      default:
        throw new Error(`${fn} is not known here`)
    }
  }

  #substituted(given: Value): string {
    const list = Array.isArray(given) ? (given as readonly Value[]) : [given]
    const pattern = text(list[0])
    const own = (list[1] ?? {}) as Readonly<Record<string, Value>> // as Fn::Sub has it
    return pattern.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, escape: string, name: string) => {
      if (escape !== "") return `\${${name}}`
      const mine = own[name]
      if (mine !== undefined) return text(this.value(mine))
      const [id = "", attribute] = name.split(/\.(.*)/)
      return text(attribute === undefined ? this.#reference(id) : this.#attribute(id, attribute))
    })
  }

  #reference(name: string): Value {
    if (name in facts) return facts[name as keyof typeof facts]
    const parameter = this.#template.Parameters[name]
    if (parameter !== undefined) {
      const answer = this.#answers[name] ?? parameter.Default
      if (answer === undefined) throw new Error(`the parameter ${name} was not answered`)
      return answer
    }
    return this.#identity(name).reference
  }

  #attribute(id: string, attribute: string): Value {
    const value = this.#identity(id).attributes[attribute]
    if (value === undefined) throw new Error(`${id} has no attribute ${attribute}`)
    return value
  }

  /** What a resource is known by, once it is there. */
  #identity(id: string): Identity {
    const resource = this.#template.Resources[id]
    if (resource === undefined) throw new Error(`nothing is called ${id}`)
    const named = (property: string): string => {
      const value = resource.Properties?.[property]
      return value === undefined ? `stack-${id}` : text(this.value(value))
    }
    const arn = (reference: "reference" | "name", name: string, own: string): Identity => ({
      reference: reference === "name" ? name : own,
      attributes: { Arn: own },
    })
    switch (resource.Type) {
      case "AWS::Lambda::Function":
        return arn("name", named("FunctionName"), `${here("lambda")}function:${named("FunctionName")}`)
      case "AWS::Lambda::Version":
        return { reference: `${here("lambda")}function:${named("FunctionName")}:7`, attributes: { Version: "7" } }
      case "AWS::StepFunctions::StateMachine": {
        const name = named("StateMachineName")
        const text = `${here("states")}stateMachine:${name}`
        return { reference: text, attributes: { Arn: text, Name: name, StateMachineRevisionId: `revision-of-${id}` } }
      }
      case "AWS::StepFunctions::StateMachineVersion":
        return arn("reference", "", `${named("StateMachineArn")}:3`)
      case "AWS::StepFunctions::StateMachineAlias":
        return arn("reference", "", `${here("states")}stateMachine:of-${id}:${named("Name")}`)
      case "AWS::SQS::Queue":
        return {
          reference: `https://sqs.eu-west-1.amazonaws.com/111122223333/${named("QueueName")}`,
          attributes: { Arn: `${here("sqs")}${named("QueueName")}`, QueueName: named("QueueName") },
        }
      case "AWS::SNS::Topic":
        return { reference: `${here("sns")}${named("TopicName")}`, attributes: {} }
      case "AWS::Logs::LogGroup":
        return arn("name", named("LogGroupName"), `${here("logs")}log-group:${named("LogGroupName")}:*`)
      case "AWS::IAM::Role":
        return arn("name", named("RoleName"), `arn:aws:iam::111122223333:role/${named("RoleName")}`)
      case "AWS::KMS::Key":
        return arn("name", `key-of-${id}`, `${here("kms")}key/key-of-${id}`)
      case "AWS::Events::Rule":
        return arn("name", named("Name"), `${here("events")}rule/${named("Name")}`)
      case "AWS::CloudWatch::Alarm":
        return arn("name", named("AlarmName"), `${here("cloudwatch")}alarm:${named("AlarmName")}`)
      default:
        throw new Error(`what identifies a ${resource.Type} is not known here`)
    }
  }
}
