import { Stack } from "aws-cdk-lib"
import type { Construct } from "constructs"

import type { Template } from "../aws/index.ts"

/** What CloudFormation's console groups and labels parameters by. */
interface Interface {
  readonly ParameterGroups: readonly {
    readonly Label: { readonly default: string }
    readonly Parameters: readonly string[]
  }[]
  readonly ParameterLabels: Readonly<Record<string, { readonly default: string }>>
}

const key = "AWS::CloudFormation::Interface"

/**
 * Has the stack show what the template says of itself and of its parameters.
 * @param idOf - A parameter's logical id in the stack; undefined where it has none.
 */
export function describeStack(scope: Construct, template: Template, idOf: (name: string) => string | undefined): void {
  const { templateOptions } = Stack.of(scope)
  templateOptions.description ??= template.Description
  const { ParameterGroups: groups, ParameterLabels: labels } = template.Metadata[key] as unknown as Interface // as awsTemplate writes it
  const others = (templateOptions.metadata?.[key] ?? { ParameterGroups: [], ParameterLabels: {} }) as Interface // or another app's
  const ids = (names: readonly string[]): string[] => names.flatMap((name) => idOf(name) ?? [])
  const own = groups
    .map(({ Label, Parameters }) => ({
      Label: { default: `${scope.node.id}: ${Label.default}` },
      Parameters: ids(Parameters),
    }))
    .filter(({ Parameters }) => Parameters.length > 0)
  const ownLabels = Object.entries(labels).flatMap(([name, label]) => ids([name]).map((id) => [id, label] as const))
  if (own.length === 0) return
  templateOptions.metadata = {
    ...templateOptions.metadata,
    [key]: {
      ParameterGroups: [...others.ParameterGroups, ...own],
      ParameterLabels: { ...others.ParameterLabels, ...Object.fromEntries(ownLabels) },
    },
  }
}
