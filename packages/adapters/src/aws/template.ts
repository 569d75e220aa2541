/** Any value of a template: JSON in which `{ Ref }`, `{ "Fn::Sub" }` and their like are expressions. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** A CloudFormation template, as `aws cloudformation deploy` takes it. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09"
  readonly Description: string
  readonly Metadata: Readonly<Record<string, Value>>
  readonly Parameters: Readonly<Record<string, Parameter>>
  readonly Conditions: Readonly<Record<string, Value>>
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, Output>>
}

/** What a deployment is asked. */
export interface Parameter {
  readonly Type: "String" | "Number"
  readonly Description: string
  readonly Default?: string | number
  readonly AllowedValues?: readonly (string | number)[]
  readonly AllowedPattern?: string
  readonly ConstraintDescription?: string
  readonly MinLength?: number
  readonly MaxLength?: number
  readonly MinValue?: number
  readonly MaxValue?: number
}

/** What is created. */
export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, Value>>
  readonly Condition?: string
  readonly DependsOn?: readonly string[]
  readonly DeletionPolicy?: "Delete" | "Retain"
  readonly UpdateReplacePolicy?: "Delete" | "Retain"
}

/** What a deployment tells. */
export interface Output {
  readonly Description: string
  readonly Value: Value
  readonly Condition?: string
}
