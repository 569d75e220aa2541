import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import type { AwsArtifacts, Template } from "@stepwright/adapters/aws"
import { buildApp } from "@stepwright/adapters/aws/build"
import type { StepwrightAppProps } from "@stepwright/adapters/cdk"
import type { LoadedModule } from "@stepwright/adapters/aws/bundle"
import { compile } from "@stepwright/engine/compile"

import type { Synthesis } from "./synthesis.ts"

/** An app without the CDK. */
export interface Plain {
  readonly artifacts: AwsArtifacts
  /** Holds the bundles. */
  readonly folder: string
  [Symbol.dispose](): void
}

/** Builds what a construct of these props stands for, without the CDK. */
export function plain({ workflows, handlers }: StepwrightAppProps): Plain {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-plain-"))
  const { artifacts, problems } = buildApp({
    name: "Orders",
    workflows: workflows.map((workflow) => ({ workflow, plan: compile(workflow.tree).plan })),
    modules: [handlers as LoadedModule], // as the tests give them
    outDir: folder,
  })
  const errors = problems.filter(({ severity }) => severity === "error")
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2))
  return { artifacts, folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * A synthesised template as the plain one says it: by its logical ids, with the local paths that its assets came from. What
 * the CDK adds of its own is left out.
 */
export function asPlain({ template, files, idOf }: Synthesis, { artifacts }: Plain): Template {
  const { template: original } = artifacts
  const assets = assetsIn(files)
  let text = JSON.stringify(template)
  // Longer ones first: one may begin with another.
  const ids = Object.keys(original.Resources).filter((id) => exists(idOf, id))
  for (const id of ids.toSorted((a, b) => idOf(b).length - idOf(a).length))
    text = text.replaceAll(idOf(id), `\u0001${id}\u0001`)
  const { Resources, Outputs } = JSON.parse(text.replaceAll("\u0001", "")) as Template // with other names
  return {
    ...original,
    Parameters: {},
    Conditions: {},
    Resources: Object.fromEntries(
      Object.entries(Resources).map(([id, resource]) => [
        id,
        // Of what stands beside the app, only that it is there.
        ids.includes(id)
          ? { ...resource, Properties: withPaths(resource.Properties ?? {}, assets) }
          : { Type: resource.Type },
      ]),
    ),
    Outputs: Object.fromEntries(
      Object.entries(original.Outputs).map(([name, output]) => {
        const found = Object.entries(Outputs).find(([id]) => id.startsWith(`OrdersOutputs${name}`))
        return [name, found?.[1] ?? { ...output, Value: "is missing" }]
      }),
    ),
  }
}

/** Of what a condition keeps out there is no resource. */
function exists(idOf: Synthesis["idOf"], id: string): boolean {
  try {
    return idOf(id) !== ""
  } catch {
    return false
  }
}

type Properties = NonNullable<Template["Resources"][string]["Properties"]>

function withPaths(properties: Properties, assets: ReadonlyMap<string, string>): Properties {
  const {
    Code: code,
    DefinitionS3Location: location,
    ...rest
  } = properties as Properties & {
    readonly Code?: { readonly S3Key: string }
    readonly DefinitionS3Location?: { readonly Key: string }
  }
  return {
    ...rest,
    ...(code === undefined ? {} : { Code: assets.get(code.S3Key) ?? "no asset" }),
    ...(location === undefined ? {} : { DefinitionS3Location: assets.get(location.Key) ?? "no asset" }),
  }
}

/** What the plain template calls an asset, by its key in the bucket. */
function assetsIn(files: Synthesis["files"]): ReadonlyMap<string, string> {
  return new Map(
    assetFiles(files).map(({ key, displayName }) => [
      key,
      displayName.endsWith("Code") ? `functions/${taskOf(displayName)}` : `${workflowOf(displayName)}.asl.json`,
    ]),
  )
}

/** Every file asset in the manifest but the template itself. */
export function assetFiles(
  files: Synthesis["files"],
): readonly { readonly key: string; readonly path: string; readonly displayName: string }[] {
  const manifest = JSON.parse(String(files.get("Shop.assets.json"))) as AssetManifest // as the CDK writes it
  return Object.values(manifest.files)
    .filter(({ source }) => source.path !== "Shop.template.json")
    .map(({ displayName, source, destinations }) => ({
      displayName,
      path: source.path,
      key: Object.values(destinations)[0]?.objectKey ?? "",
    }))
}

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly displayName: string
        readonly source: { readonly path: string; readonly packaging: string }
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>
      }
    >
  >
}

/** `charge-card` of `Orders/ChargeCardFunctionCode`. */
function taskOf(displayName: string): string {
  return dashed(/(\w+)FunctionCode$/.exec(displayName)?.[1] ?? "")
}

function workflowOf(displayName: string): string {
  return dashed(/(\w+)StateMachineDefinition$/.exec(displayName)?.[1] ?? "")
}

function dashed(id: string): string {
  return id.replaceAll(/(?!^)([A-Z])/g, "-$1").toLowerCase()
}
