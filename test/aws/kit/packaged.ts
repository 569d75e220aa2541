import type { Resource, Template } from "@stepwright/adapters/aws"

import { text } from "./text.ts"

/** A template as `aws cloudformation package` leaves it: what was local is in S3. */
export function packaged(template: Template): Template {
  return withProperties(template, (type, properties) => {
    if (type === "AWS::Lambda::Function" && typeof properties.Code === "string")
      return { ...properties, Code: { S3Bucket: "artifacts", S3Key: digestOf(properties.Code) } }
    if (type === "AWS::StepFunctions::StateMachine" && typeof properties.DefinitionS3Location === "string")
      return {
        ...properties,
        DefinitionS3Location: { Bucket: "artifacts", Key: digestOf(properties.DefinitionS3Location) },
      }
    return properties
  })
}

/** A template whose definitions stand in it, so that they can be looked at, too. */
export function inlined(template: Template, definitions: Readonly<Record<string, string>>): Template {
  return withProperties(packaged(template), (type, given, id) => {
    const { DefinitionS3Location: _, ...properties } = given
    if (type !== "AWS::StepFunctions::StateMachine") return given
    const file = text(template.Resources[id]?.Properties?.DefinitionS3Location)
    const definition = definitions[file]
    if (definition === undefined) throw new Error(`${file} is not among the definitions`)
    return { ...properties, DefinitionString: definition }
  })
}

type Properties = NonNullable<Resource["Properties"]>

function withProperties(
  template: Template,
  change: (type: string, properties: Properties, id: string) => Properties,
): Template {
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [
        id,
        { ...resource, Properties: change(resource.Type, resource.Properties ?? {}, id) },
      ]),
    ),
  }
}

function digestOf(path: string): string {
  return `uploaded/${path.replaceAll(/[^\w.-]/g, "_")}`
}
