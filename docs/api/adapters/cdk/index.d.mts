import { u as AwsOptions } from "../aws-template.mjs";
import { a as BuildProblem } from "../index.mjs";
import "../index.mjs";
import { a as LoadedModule } from "../index.mjs";
import { Workflow } from "@stepwright/dsl";
import { CfnParameter, CfnResource } from "aws-cdk-lib";
import { Construct } from "constructs";
import { CfnRole, IRole } from "aws-cdk-lib/aws-iam";
import { CfnFunction, CfnVersion, IFunction, IVersion } from "aws-cdk-lib/aws-lambda";
import { CfnTopic, ITopic } from "aws-cdk-lib/aws-sns";
import { CfnQueue, IQueue } from "aws-cdk-lib/aws-sqs";
import { CfnStateMachine, CfnStateMachineAlias, CfnStateMachineVersion, IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
/** Stable codes of what can be wrong with a construct beside its template and its bundles: what it means, and what to do. */
export declare const cdkCodes: {
  readonly CDK_HANDLERS_UNLOADABLE: {
    readonly summary: "A module of handlers cannot be loaded while the app is constructed, which is synchronous.";
    readonly hint: "Correct what the message names; import a module that awaits at its top level, and give { file, exports }.";
  };
  readonly CDK_PARAMETER_INVALID: {
    readonly summary: "A value is given to a parameter that there is not, or that does not take it.";
    readonly hint: "Correct what the message names; docs/aws.md lists the parameters.";
  };
  readonly CDK_RESOURCE_UNKNOWN: {
    readonly summary: "A value is given for a resource(…) that no workflow uses.";
    readonly hint: "Correct its name, or leave it out.";
  };
  readonly CDK_PART_UNKNOWN: {
    readonly summary: "A part of an app is asked for that it does not have.";
    readonly hint: "Name a workflow, a task or a logical id of the app.";
  };
};
/** A stable code of the construct. */
type CdkCode = keyof typeof cdkCodes;
/** A construct that cannot be made. Carries every problem found, not only the first. */
export declare class StepwrightAppError extends Error {
  readonly name = "StepwrightAppError";
  readonly problems: readonly BuildProblem[];
  constructor(path: string, problems: readonly BuildProblem[]);
}
/** What belongs to a workflow. What begins with `cfn` can be changed; the others are for grants, metrics and references. */
interface StateMachineParts {
  /** Grants are given by it. */
  readonly stateMachine: IStateMachine;
  /** Executions are started by this: it leads to the version that is released. */
  readonly aliasArn: string;
  readonly role: IRole;
  readonly cfnStateMachine: CfnStateMachine;
  readonly cfnRole: CfnRole;
  readonly cfnVersion: CfnStateMachineVersion;
  readonly cfnAlias: CfnStateMachineAlias;
  /** Absent where nothing is logged. */
  readonly cfnLogs?: CfnLogGroup;
  readonly cfnAlarms: Readonly<Record<"failed" | "timedOut" | "throttled", CfnAlarm>>;
}
/** What belongs to a task. */
interface FunctionParts {
  readonly function: IFunction;
  /** What state machines call. */
  readonly version: IVersion;
  readonly role: IRole;
  readonly cfnFunction: CfnFunction;
  readonly cfnRole: CfnRole;
  readonly cfnVersion: CfnVersion;
  readonly cfnLogs: CfnLogGroup;
  readonly cfnAlarms: Readonly<Record<"errors" | "throttles", CfnAlarm>>;
}
/** Where alarms go. */
interface AlarmTopicParts {
  readonly topic: ITopic;
  readonly cfnTopic: CfnTopic;
}
/** Where compensations that failed wait for people. */
interface DeadLetterQueueParts {
  readonly queue: IQueue;
  readonly cfnQueue: CfnQueue;
  readonly cfnAlarm: CfnAlarm;
}
/** A module of handlers: a path, told from the current folder, a file URL, or what was loaded from it. */
type HandlersModule = string | URL | LoadedModule;
/** What a {@link StepwrightApp} is made of. */
interface StepwrightAppProps extends Omit<AwsOptions, "resources"> {
  /** Those that they call come with them. */
  readonly workflows: readonly Workflow[];
  /** Modules that export handlers: `handle(task, …)` values, and tasks with a handler. Default: none. */
  readonly handlers?: HandlersModule | readonly HandlersModule[];
  /** What the names of its functions and state machines begin with. Default: the construct's id. */
  readonly name?: string;
  /**
   * What stands behind `resource(…)`, by its name: `{ orders: table.tableName }`. Permissions name it. Whatever is missing
   * stays a parameter of the stack.
   */
  readonly resources?: Readonly<Record<string, string>>;
  /**
   * Values of the template's parameters, by name: `{ AlarmEmail: "…", EncryptionKeyArn: key.keyArn }`. The others have their
   * defaults: a deployment that the code does not speak of would keep what it was told once.
   */
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Packages that the functions have from elsewhere, as a layer. AWS's SDK always is. */
  readonly external?: readonly string[];
  /** Functions trace by OpenTelemetry. Default: false. */
  readonly telemetry?: boolean;
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string;
}
/**
 * Workflows on AWS: the template of `awsTemplate` as constructs, each task's bundle an asset. What is compiled, bundled and
 * checked is so while it is constructed.
 * @example new StepwrightApp(stack, "Orders", { workflows: [placeOrder], handlers: "handlers.ts" })
 */
export declare class StepwrightApp extends Construct {
  #private;
  readonly alarmTopic: AlarmTopicParts;
  /** Where a saga of a workflow may leave something undone. */
  readonly deadLetterQueue?: DeadLetterQueueParts;
  /** @throws {StepwrightAppError} with everything that is wrong; what may surprise becomes warnings of the synthesis. */
  constructor(scope: Construct, id: string, props: StepwrightAppProps);
  /** What belongs to a workflow. @throws {StepwrightAppError} `CDK_PART_UNKNOWN` */
  stateMachine(workflow: string): StateMachineParts;
  /** What belongs to a task. @throws {StepwrightAppError} `CDK_PART_UNKNOWN` */
  function(task: string): FunctionParts;
  /** Any resource, by its logical id in the plain template. @throws {Error} where there is none. */
  resource(id: string): CfnResource;
  /** A parameter that has no value, by its name in the plain template. @throws {Error} where there is none. */
  parameter(name: string): CfnParameter;
}
export type { AlarmTopicParts, CdkCode, DeadLetterQueueParts, FunctionParts, HandlersModule, StateMachineParts, StepwrightAppProps };