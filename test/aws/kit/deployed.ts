import {
  type AwsApp,
  type AwsArtifacts,
  type AwsOptions,
  awsTemplate,
  type Resource,
  type Template,
} from "@stepwright/adapters/aws"
import type { Workflow } from "@stepwright/dsl"
import { compile } from "@stepwright/engine/compile"

import { type PolicyStatement, statementsOf } from "./policy.ts"
import { type Answers, resolved } from "./resolve.ts"

type AnyWorkflow = Workflow<never> | Workflow

/** An app of these workflows, each task with code. */
export function appOf(workflows: readonly AnyWorkflow[], options: AwsOptions = {}): AwsApp {
  return {
    name: "shop",
    workflows: workflows.map(({ tree }) => ({ plan: compile(tree, { projectRoot: process.cwd() }).plan, tree })),
    code: (task) => ({ path: `functions/${task}`, digest: task }),
    options,
  }
}

/** The template of an app of which nothing is wrong. */
export function deployable(app: AwsApp): AwsArtifacts {
  const made = awsTemplate(app)
  if (made.problems.length > 0) throw new Error(JSON.stringify(made.problems, null, 2))
  return made
}

/** What a role of a deployed template may do: by policies of its own, and by those that are attached. */
export function roleStatements(template: Template, role: string, answers: Answers = {}): readonly PolicyStatement[] {
  const { Resources: resources } = resolved(template, answers)
  const found = resources[role]
  if (found?.Type !== "AWS::IAM::Role") throw new Error(`${role} is no role`)
  const inline = found.Properties?.Policies as readonly { readonly PolicyDocument: unknown }[] // as our templates have them
  // A reference to a role is its name.
  const attached = Object.values(resources).filter(
    ({ Type: type, Properties: given }: Resource) =>
      type === "AWS::IAM::Policy" && JSON.stringify(given?.Roles).includes(`"stack-${role}"`),
  )
  return [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map((one) => one.Properties?.PolicyDocument),
  ].flatMap(statementsOf)
}
