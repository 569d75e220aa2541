import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { Lazy, type CfnResource, Stack } from "aws-cdk-lib"
import { CfnInclude } from "aws-cdk-lib/cloudformation-include"
import type { CfnFunction } from "aws-cdk-lib/aws-lambda"
import type { CfnStateMachine } from "aws-cdk-lib/aws-stepfunctions"
import { Asset } from "aws-cdk-lib/aws-s3-assets"
import type { Construct } from "constructs"

import type { AwsArtifacts, Template } from "../aws/index.ts"
import { digest } from "../aws/names.ts"
import type { Values } from "./filled-template.ts"

/** What a template needs to become constructs. */
export interface IncludedApp {
  readonly template: Template
  /** What is put in the place of parameters. */
  readonly values: Values
  readonly artifacts: AwsArtifacts
  /** The folder that holds the bundles, and takes what is to be included. */
  readonly folder: string
}

/**
 * Makes constructs of a template's resources, parameters and outputs, with logical ids of their own in the stack. Bundles and
 * definitions become assets.
 */
export function includeTemplate(scope: Construct, { template, values, artifacts, folder }: IncludedApp): CfnInclude {
  const { Parameters, Resources, Outputs } = template
  const file = join(folder, "template.json")
  writeFileSync(file, JSON.stringify({ Parameters, Resources, Outputs }))
  // The name that the CDK leaves out of logical ids.
  const included = new CfnInclude(scope, "Resource", {
    templateFile: file,
    preserveLogicalIds: false,
    parameters: Object.fromEntries(Object.entries(values).filter(([name]) => name in Parameters)),
  })
  for (const { function: id, version } of Object.values(artifacts.parts.tasks)) {
    const made = included.getResource(id) as CfnFunction // as the template says
    publishChanges(made, included.getResource(version))
    const asset = new Asset(scope, `${id}Code`, { path: join(folder, localIn(template, id, "Code")) })
    made.code = { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey }
    asset.addResourceMetadata(made, "Code")
  }
  for (const { stateMachine: id } of Object.values(artifacts.parts.workflows)) {
    const name = localIn(template, id, "DefinitionS3Location")
    const path = join(folder, name)
    writeFileSync(path, artifacts.definitions[name] ?? "")
    const asset = new Asset(scope, `${id}Definition`, { path })
    const made = included.getResource(id) as CfnStateMachine // as the template says
    made.definitionS3Location = { bucket: asset.s3BucketName, key: asset.s3ObjectKey }
  }
  return included
}

/** The path, in the folder of the app, of what a resource is made of. */
function localIn({ Resources }: Template, id: string, property: string): string {
  const path = Resources[id]?.Properties?.[property]
  return typeof path === "string" ? path : ""
}

/** What no version of a function holds: publishing one for a change of it alone would fail. (AWS: Lambda, PublishVersion) */
const unpublished: ReadonlySet<string> = new Set([
  "CodeSigningConfigArn",
  "RecursiveLoop",
  "ReservedConcurrentExecutions",
  "RuntimeManagementConfig",
  "Tags",
])

/** A version is published when its logical id is another: whatever is changed of its function must change that. */
function publishChanges(made: CfnFunction, version: CfnResource): void {
  const stack = Stack.of(made)
  const id = stack.getLogicalId(made)
  version.overrideLogicalId(
    Lazy.uncachedString({
      produce: () => {
        const { Resources = {} } = stack.resolve(made._toCloudFormation()) as {
          readonly Resources?: Readonly<Record<string, { readonly Properties?: object }>>
        } // by its name
        const { Properties = {} } = Object.values(Resources)[0] ?? {}
        const published = Object.entries(Properties).filter(([name]) => !unpublished.has(name))
        return `${id}Version${digest(JSON.stringify(published), 10)}`
      },
    }),
  )
}
