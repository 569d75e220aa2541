import { Stack, Token } from "aws-cdk-lib"
import type { Construct } from "constructs"

import type { Parameter, Template, Value } from "../aws/index.ts"
import type { BuildProblem } from "../aws/build/index.ts"
import { cdkProblem } from "./cdk-error.ts"
import type { Values } from "./filled-template.ts"

/** What stands behind resources: as the template is told, and what is then put in its place. */
export interface GivenResources {
  /** Texts, or references to parameters that there are only until their values are in their places. */
  readonly options: Readonly<Record<string, Value>>
  /** What becomes known only to the deployment, by the names of these parameters. */
  readonly tokens: Readonly<Record<string, string>>
}

/**
 * Prepares values of resources. The template is made of plain JSON, in which a token of the CDK would be a text of no
 * meaning: a reference stands for it there.
 */
export function givenResources(resources: Readonly<Record<string, string>>, scope: Construct): GivenResources {
  const options: Record<string, Value> = {}
  const tokens: Record<string, string> = {}
  for (const [index, [name, value]] of Object.entries(resources).entries()) {
    if (!Token.isUnresolved(value)) {
      options[name] = value
      continue
    }
    const parameter = `CdkValue${index}`
    tokens[parameter] = value
    // Permissions read an ARN otherwise than a name.
    const isArn = JSON.stringify(Stack.of(scope).resolve(value)).endsWith('Arn"]}')
    options[name] = isArn ? { "Fn::GetAtt": [parameter, "Arn"] } : { Ref: parameter }
  }
  return { options, tokens }
}

/** A template in which every value that is given can be put into its place as a parameter's. */
export function parameterised(template: Template, tokens: Readonly<Record<string, string>>): Template {
  let text = JSON.stringify(template)
  for (const name of Object.keys(tokens))
    text = text
      .replaceAll(`{"Fn::GetAtt":["${name}","Arn"]}`, `{"Ref":"${name}"}`)
      .replaceAll(`\${${name}.Arn}`, `\${${name}}`)
  const made = JSON.parse(text) as Template // but for these references it is the one that was given
  const more = Object.keys(tokens).map((name): [string, Parameter] => [name, { Type: "String", Description: name }])
  return { ...made, Parameters: { ...made.Parameters, ...Object.fromEntries(more) } }
}

/** What is wrong with values of parameters: CloudFormation never sees them, so what it would refuse is found here. */
export function parameterProblems(given: Values, { Parameters: parameters }: Template): readonly BuildProblem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const parameter = parameters[name]
    if (parameter === undefined) {
      const known = Object.keys(parameters).join(", ")
      return [cdkProblem("CDK_PARAMETER_INVALID", `There is no parameter ${name}; there are ${known}.`)]
    }
    const why = Token.isUnresolved(value) ? undefined : refusal(value, parameter)
    return why === undefined
      ? []
      : [cdkProblem("CDK_PARAMETER_INVALID", `${name} cannot be ${JSON.stringify(value)}: it ${why}.`)]
  })
}

function refusal(value: string | number, parameter: Parameter): string | undefined {
  const { AllowedValues: allowed, AllowedPattern: pattern, ConstraintDescription: constraint } = parameter
  if (allowed !== undefined && !allowed.includes(value)) return `must be one of ${allowed.join(", ")}`
  if (parameter.Type === "Number") {
    const number = Number(value)
    const { MinValue: least = -Infinity, MaxValue: most = Infinity } = parameter
    return number >= least && number <= most ? undefined : `must be a number from ${least} to ${most}`
  }
  const text = String(value)
  const { MinLength: least = 0, MaxLength: most = Infinity } = parameter
  const isMatch = pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text)
  if (isMatch && text.length >= least && text.length <= most) return undefined
  return constraint ?? `must match ${pattern ?? "what its description says"}`
}

/** The values of a template's parameters: as they are given, else their defaults. One that has neither stays a parameter. */
export function valuesOf(given: Values, { Parameters: parameters }: Template): Values {
  const defaults = Object.entries(parameters).flatMap(([name, { Default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(defaults), ...given }
}
