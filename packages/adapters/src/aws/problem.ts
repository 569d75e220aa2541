import type { SourcePosition } from "@stepwright/dsl"

/** Stable codes of what can stand in the way of a deployment to AWS: what it means, and what to do. */
export const awsCodes = {
  AWS_REFUSED: {
    summary: "AWS would refuse the state machine's definition.",
    hint: "Correct what the message names; the words are AWS's.",
  },
  AWS_NAME_INVALID: {
    summary: "A name holds characters that AWS does not allow where it is to stand.",
    hint: "Use letters, digits, `-` and `_`; a task may give its function another name: `lambda: { name }`.",
  },
  AWS_NAME_TOO_LONG: {
    summary: "A name is too long, with the prefix before it.",
    hint: "Shorten the prefix or the name; a task may give its function another name: `lambda: { name }`.",
  },
  AWS_NAME_TAKEN: {
    summary: "Two state machines, or two functions, would have the same name.",
    hint: "Rename one of them.",
  },
  AWS_TASK_CLASH: {
    summary: "Workflows use two different tasks of one name: they would share a function.",
    hint: "Rename one of them, or let both workflows use the same task.",
  },
  AWS_TASK_WITHOUT_HANDLER: {
    summary: "A task has no code, so there is nothing to deploy as its function.",
    hint: "Give it a handler, or name the module that attaches one.",
  },
  AWS_WORKFLOW_UNBOUND: {
    summary: "A workflow calls or starts one that is not deployed with it.",
    hint: "Deploy both together: name the file that exports it, too.",
  },
  AWS_WORKFLOW_CYCLE: {
    summary: "Workflows call each other in a circle: CloudFormation can create none of them before the others.",
    hint: "Start one of them by its ARN, as a resource(…), or break the circle.",
  },
  AWS_PLACEHOLDER_UNBOUND: {
    summary: "A definition holds a placeholder that nothing stands behind: AWS would take it as it is.",
    hint: "Write the ARN or name itself, or give the plan a binding for it.",
  },
  AWS_TARGET_OPEN: {
    summary: "A step reaches something that is known only at run time, so no permission can name it.",
    hint: "Name it in the step, or say what the workflow may reach: `permissions` in its options.",
  },
  AWS_INTEGRATION_UNKNOWN: {
    summary: "Nothing is known of the permissions that a call of this service needs.",
    hint: "Say what the workflow may do: `permissions` in its options.",
  },
  AWS_RESOURCE_CONFLICT: {
    summary: "One resource(…) stands for two different things.",
    hint: "Give each its own name.",
  },
  AWS_TIMEOUT_LAMBDA: {
    summary: "A task may run for longer than the 15 minutes that a Lambda function has.",
    hint: "Shorten its timeout, split it, or start the work and wait for it by w.callback, whose time is not the function's.",
  },
  AWS_SECRET_IN_ENVIRONMENT: {
    summary:
      "A variable of a function's environment looks like a secret: whoever may look at the function, or at the template, reads it.",
    hint: "Keep it in Secrets Manager and give the function its name and the permission to read it; or refer to it: {{resolve:secretsmanager:…}}, which Lambda still shows. What is none stands in `notSecrets`.",
  },
  AWS_OPTION_INVALID: {
    summary: "An option of the deployment is out of bounds.",
    hint: "Correct what the message names.",
  },
  AWS_TOO_LARGE: {
    summary: "The template, or a role's policy, is larger than AWS takes.",
    hint: "Deploy the workflows in several apps.",
  },
} as const

/** A stable code of what is wrong with a deployment. */
export type AwsCode = keyof typeof awsCodes

/** One thing that is wrong (error: nothing can be deployed), or that may surprise (warning). */
export interface AwsProblem {
  readonly code: AwsCode
  readonly severity: "error" | "warning"
  /** What and where, in a sentence. */
  readonly message: string
  readonly hint: string
  /** The author's line, where there is one. */
  readonly at?: SourcePosition
  readonly workflow?: string
  /** Where in the state machine: `/States/Charge/Next`. */
  readonly location?: string
}
