import { SourcePosition, WorkflowTree } from "@stepwright/dsl";
import { Plan } from "@stepwright/engine";
/** Any value of a template: JSON in which `{ Ref }`, `{ "Fn::Sub" }` and their like are expressions. */
type Value = null | boolean | number | string | readonly Value[] | {
  readonly [key: string]: Value;
};
/** A CloudFormation template, as `aws cloudformation deploy` takes it. */
interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Metadata: Readonly<Record<string, Value>>;
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, Value>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, Output>>;
}
/** What a deployment is asked. */
interface Parameter {
  readonly Type: "String" | "Number";
  readonly Description: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number;
  readonly MaxLength?: number;
  readonly MinValue?: number;
  readonly MaxValue?: number;
}
/** What is created. */
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, Value>>;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: "Delete" | "Retain";
  readonly UpdateReplacePolicy?: "Delete" | "Retain";
}
/** What a deployment tells. */
interface Output {
  readonly Description: string;
  readonly Value: Value;
  readonly Condition?: string;
}
/** What goes to AWS: a project's workflows, the code of their tasks, and how they are to be run. */
interface AwsApp {
  /**
   * What the names of its functions and state machines begin with, unless the deployment says otherwise (`NamePrefix`):
   * letters, digits and hyphens, a letter first.
   */
  readonly name: string;
  readonly workflows: readonly AwsWorkflow[];
  /** Where a task's code is; undefined for one that has none, which is a problem (`AWS_TASK_WITHOUT_HANDLER`). */
  readonly code: (task: string) => TaskCode | undefined;
  readonly options?: AwsOptions;
}
/** A workflow, compiled. */
interface AwsWorkflow {
  readonly plan: Plan;
  /** What the plan was compiled from: memory, environment and permissions of its tasks, and lines of source. */
  readonly tree?: WorkflowTree;
}
/**
 * A task's code: a folder that `aws cloudformation package` uploads (relative to the template), or an object in S3.
 * `digest` is any text that changes when the code does: a new one publishes a version of the function.
 */
type TaskCode = {
  readonly digest: string;
} & ({
  readonly path: string;
} | {
  readonly bucket: Value;
  readonly key: Value;
  readonly version?: string;
});
/** How an app runs on AWS. */
interface AwsOptions {
  /** Default `nodejs24.x`. */
  readonly runtime?: "nodejs22.x" | "nodejs24.x";
  /** Default `arm64`. */
  readonly architecture?: "arm64" | "x86_64";
  /** MB of a function whose task says nothing; 128 to 10240, default 256. */
  readonly memory?: number;
  /** Of a function whose task has no timeout: 1 to 900, default 60. */
  readonly timeoutSeconds?: number;
  /** What state machines log; default `ERROR`, of an Express one `ALL`: it has no other history. */
  readonly logLevel?: "ALL" | "ERROR" | "FATAL" | "OFF";
  /** Whether inputs and outputs stand in state machines' logs; default true. Where a schema holds a secret they never do. */
  readonly logExecutionData?: boolean;
  /** X-Ray; default true. */
  readonly tracing?: boolean;
  /** Variables of environments that are named like secrets and hold none. */
  readonly notSecrets?: readonly string[];
  /** Of every resource. */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * What stands behind `resource(…)`, by its name: a text, or an expression of CloudFormation as `{ Ref: "OrdersTable" }`.
   * Whatever is missing becomes a parameter.
   */
  readonly resources?: Readonly<Record<string, Value>>;
}
/** Stable codes of what can stand in the way of a deployment to AWS: what it means, and what to do. */
declare const awsCodes: {
  readonly AWS_REFUSED: {
    readonly summary: "AWS would refuse the state machine's definition.";
    readonly hint: "Correct what the message names; the words are AWS's.";
  };
  readonly AWS_NAME_INVALID: {
    readonly summary: "A name holds characters that AWS does not allow where it is to stand.";
    readonly hint: "Use letters, digits, `-` and `_`; a task may give its function another name: `lambda: { name }`.";
  };
  readonly AWS_NAME_TOO_LONG: {
    readonly summary: "A name is too long, with the prefix before it.";
    readonly hint: "Shorten the prefix or the name; a task may give its function another name: `lambda: { name }`.";
  };
  readonly AWS_NAME_TAKEN: {
    readonly summary: "Two state machines, or two functions, would have the same name.";
    readonly hint: "Rename one of them.";
  };
  readonly AWS_TASK_CLASH: {
    readonly summary: "Workflows use two different tasks of one name: they would share a function.";
    readonly hint: "Rename one of them, or let both workflows use the same task.";
  };
  readonly AWS_TASK_WITHOUT_HANDLER: {
    readonly summary: "A task has no code, so there is nothing to deploy as its function.";
    readonly hint: "Give it a handler, or name the module that attaches one.";
  };
  readonly AWS_WORKFLOW_UNBOUND: {
    readonly summary: "A workflow calls or starts one that is not deployed with it.";
    readonly hint: "Deploy both together: name the file that exports it, too.";
  };
  readonly AWS_WORKFLOW_CYCLE: {
    readonly summary: "Workflows call each other in a circle: CloudFormation can create none of them before the others.";
    readonly hint: "Start one of them by its ARN, as a resource(…), or break the circle.";
  };
  readonly AWS_PLACEHOLDER_UNBOUND: {
    readonly summary: "A definition holds a placeholder that nothing stands behind: AWS would take it as it is.";
    readonly hint: "Write the ARN or name itself, or give the plan a binding for it.";
  };
  readonly AWS_TARGET_OPEN: {
    readonly summary: "A step reaches something that is known only at run time, so no permission can name it.";
    readonly hint: "Name it in the step, or say what the workflow may reach: `permissions` in its options.";
  };
  readonly AWS_INTEGRATION_UNKNOWN: {
    readonly summary: "Nothing is known of the permissions that a call of this service needs.";
    readonly hint: "Say what the workflow may do: `permissions` in its options.";
  };
  readonly AWS_RESOURCE_CONFLICT: {
    readonly summary: "One resource(…) stands for two different things.";
    readonly hint: "Give each its own name.";
  };
  readonly AWS_TIMEOUT_LAMBDA: {
    readonly summary: "A task may run for longer than the 15 minutes that a Lambda function has.";
    readonly hint: "Shorten its timeout, split it, or start the work and wait for it by w.callback, whose time is not the function's.";
  };
  readonly AWS_SECRET_IN_ENVIRONMENT: {
    readonly summary: "A variable of a function's environment looks like a secret: whoever may look at the function, or at the template, reads it.";
    readonly hint: "Keep it in Secrets Manager and give the function its name and the permission to read it; or refer to it: {{resolve:secretsmanager:…}}, which Lambda still shows. What is none stands in `notSecrets`.";
  };
  readonly AWS_OPTION_INVALID: {
    readonly summary: "An option of the deployment is out of bounds.";
    readonly hint: "Correct what the message names.";
  };
  readonly AWS_TOO_LARGE: {
    readonly summary: "The template, or a role's policy, is larger than AWS takes.";
    readonly hint: "Deploy the workflows in several apps.";
  };
};
/** A stable code of what is wrong with a deployment. */
type AwsCode = keyof typeof awsCodes;
/** One thing that is wrong (error: nothing can be deployed), or that may surprise (warning). */
interface AwsProblem {
  readonly code: AwsCode;
  readonly severity: "error" | "warning";
  /** What and where, in a sentence. */
  readonly message: string;
  readonly hint: string;
  /** The author's line, where there is one. */
  readonly at?: SourcePosition;
  readonly workflow?: string;
  /** Where in the state machine: `/States/Charge/Next`. */
  readonly location?: string;
}
/** What an app comes to on AWS. */
interface AwsArtifacts {
  readonly template: Template;
  /** The text of each state machine's definition, by the name of its file, which the template refers to: `<workflow>.asl.json`. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Everything that is wrong. With an error among it, the template must not be deployed. */
  readonly problems: readonly AwsProblem[];
  /** Where each part stands in the template: logical ids. */
  readonly parts: AwsParts;
}
/** The logical ids of what belongs to each task and workflow. */
interface AwsParts {
  readonly tasks: Readonly<Record<string, TaskParts>>;
  readonly workflows: Readonly<Record<string, WorkflowParts>>;
  /** Where a plan uses it. */
  readonly deadLetterQueue?: string;
  readonly alarmTopic: string;
}
/** The logical ids of a task. */
interface TaskParts {
  readonly function: string;
  readonly role: string;
  /** The published version that state machines call. */
  readonly version: string;
  readonly logs: string;
}
/** The logical ids of a workflow. */
interface WorkflowParts {
  readonly stateMachine: string;
  readonly role: string;
  readonly version: string;
  /** Executions are started by it. */
  readonly alias: string;
  /** Absent where nothing is logged. */
  readonly logs?: string;
}
/**
 * A CloudFormation template for an app, the definitions of its state machines, and all that is wrong with it. Pure: the same
 * app gives the same texts. `aws cloudformation package` uploads what it refers to, and `deploy` needs nothing else.
 */
declare function awsTemplate(app: AwsApp): AwsArtifacts;
export { Value as _, awsTemplate as a, awsCodes as c, AwsWorkflow as d, TaskCode as f, Template as g, Resource as h, WorkflowParts as i, AwsApp as l, Parameter as m, AwsParts as n, AwsCode as o, Output as p, TaskParts as r, AwsProblem as s, AwsArtifacts as t, AwsOptions as u };