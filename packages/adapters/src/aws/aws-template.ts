import type { AwsApp } from "./app.ts"
import type { AwsProblem } from "./problem.ts"
import type { Template } from "./template.ts"

/** What an app comes to on AWS. */
export interface AwsArtifacts {
  readonly template: Template
  /** The text of each state machine's definition, by the name of its file, which the template refers to: `<workflow>.asl.json`. */
  readonly definitions: Readonly<Record<string, string>>
  /** Everything that is wrong. With an error among it, the template must not be deployed. */
  readonly problems: readonly AwsProblem[]
  /** Where each part stands in the template: logical ids. */
  readonly parts: AwsParts
}

/** The logical ids of what belongs to each task and workflow. */
export interface AwsParts {
  readonly tasks: Readonly<
    Record<string, { readonly function: string; readonly role: string; readonly version: string; readonly logs: string }>
  >
  readonly workflows: Readonly<
    Record<
      string,
      {
        readonly stateMachine: string
        readonly role: string
        readonly version: string
        readonly alias: string
        readonly logs: string
      }
    >
  >
  readonly deadLetterQueue?: string
  readonly alarmTopic: string
}

/** A CloudFormation template for an app. Pure: the same app gives the same template. */
export function awsTemplate({ name }: AwsApp): AwsArtifacts {
  return {
    template: {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: name,
      Metadata: {},
      Parameters: {},
      Conditions: {},
      Resources: {},
      Outputs: {},
    },
    definitions: {},
    problems: [],
    parts: { tasks: {}, workflows: {}, alarmTopic: "AlarmTopic" },
  }
}
