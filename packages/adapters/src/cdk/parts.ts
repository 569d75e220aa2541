import type { CfnResource } from "aws-cdk-lib"
import type { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch"
import { type CfnRole, type IRole, Role } from "aws-cdk-lib/aws-iam"
import {
  type CfnFunction,
  type CfnVersion,
  Function,
  type IFunction,
  type IVersion,
  Version,
} from "aws-cdk-lib/aws-lambda"
import type { CfnLogGroup } from "aws-cdk-lib/aws-logs"
import { type CfnTopic, type ITopic, Topic } from "aws-cdk-lib/aws-sns"
import { type CfnQueue, type IQueue, Queue } from "aws-cdk-lib/aws-sqs"
import {
  type CfnStateMachine,
  type CfnStateMachineAlias,
  type CfnStateMachineVersion,
  type IStateMachine,
  StateMachine,
} from "aws-cdk-lib/aws-stepfunctions"
import { Construct } from "constructs"

import { taskIds, workflowIds } from "../aws/part/ids.ts"
import type { AwsParts } from "../aws/index.ts"

/** Gives the resource of a logical id of the plain template. */
type Find = (id: string) => CfnResource

/** What belongs to a workflow. What begins with `cfn` can be changed; the others are for grants, metrics and references. */
export interface StateMachineParts {
  /** Grants are given by it. */
  readonly stateMachine: IStateMachine
  /** Executions are started by this: it leads to the version that is released. */
  readonly aliasArn: string
  readonly role: IRole
  readonly cfnStateMachine: CfnStateMachine
  readonly cfnRole: CfnRole
  readonly cfnVersion: CfnStateMachineVersion
  readonly cfnAlias: CfnStateMachineAlias
  /** Absent where nothing is logged. */
  readonly cfnLogs?: CfnLogGroup
  readonly cfnAlarms: Readonly<Record<"failed" | "timedOut" | "throttled", CfnAlarm>>
}

/** What belongs to a task. */
export interface FunctionParts {
  readonly function: IFunction
  /** What state machines call. */
  readonly version: IVersion
  readonly role: IRole
  readonly cfnFunction: CfnFunction
  readonly cfnRole: CfnRole
  readonly cfnVersion: CfnVersion
  readonly cfnLogs: CfnLogGroup
  readonly cfnAlarms: Readonly<Record<"errors" | "throttles", CfnAlarm>>
}

/** Where alarms go. */
export interface AlarmTopicParts {
  readonly topic: ITopic
  readonly cfnTopic: CfnTopic
}

/** Where compensations that failed wait for people. */
export interface DeadLetterQueueParts {
  readonly queue: IQueue
  readonly cfnQueue: CfnQueue
  readonly cfnAlarm: CfnAlarm
}

// The casts are what the template says of each id.

export function stateMachineParts(
  scope: Construct,
  workflow: string,
  parts: AwsParts["workflows"][string],
  find: Find,
): StateMachineParts {
  const own = new Construct(scope, parts.stateMachine)
  const { failed, timedOut, throttled } = workflowIds(workflow)
  const cfnStateMachine = find(parts.stateMachine) as CfnStateMachine
  const cfnRole = find(parts.role) as CfnRole
  const cfnAlias = find(parts.alias) as CfnStateMachineAlias
  return {
    stateMachine: StateMachine.fromStateMachineArn(own, "StateMachine", cfnStateMachine.ref),
    aliasArn: cfnAlias.ref,
    role: Role.fromRoleName(own, "Role", cfnRole.ref),
    cfnStateMachine,
    cfnRole,
    cfnVersion: find(parts.version) as CfnStateMachineVersion,
    cfnAlias,
    ...(parts.logs === undefined ? {} : { cfnLogs: find(parts.logs) as CfnLogGroup }),
    cfnAlarms: {
      failed: find(failed) as CfnAlarm,
      timedOut: find(timedOut) as CfnAlarm,
      throttled: find(throttled) as CfnAlarm,
    },
  }
}

export function functionParts(
  scope: Construct,
  task: string,
  parts: AwsParts["tasks"][string],
  find: Find,
): FunctionParts {
  const own = new Construct(scope, parts.function)
  const { errors, throttles } = taskIds(task)
  const cfnFunction = find(parts.function) as CfnFunction
  const cfnRole = find(parts.role) as CfnRole
  const cfnVersion = find(parts.version) as CfnVersion
  const role = Role.fromRoleName(own, "Role", cfnRole.ref)
  return {
    function: Function.fromFunctionAttributes(own, "Function", {
      functionArn: cfnFunction.attrArn,
      role,
      sameEnvironment: true,
    }),
    version: Version.fromVersionArn(own, "Version", cfnVersion.ref),
    role,
    cfnFunction,
    cfnRole,
    cfnVersion,
    cfnLogs: find(parts.logs) as CfnLogGroup,
    cfnAlarms: { errors: find(errors) as CfnAlarm, throttles: find(throttles) as CfnAlarm },
  }
}

export function alarmTopicParts(scope: Construct, id: string, find: Find): AlarmTopicParts {
  const cfnTopic = find(id) as CfnTopic
  return { topic: Topic.fromTopicArn(scope, "Topic", cfnTopic.ref), cfnTopic }
}

export function deadLetterQueueParts(scope: Construct, id: string, find: Find): DeadLetterQueueParts {
  const cfnQueue = find(id) as CfnQueue
  return {
    queue: Queue.fromQueueAttributes(scope, "Queue", { queueArn: cfnQueue.attrArn, queueUrl: cfnQueue.ref }),
    cfnQueue,
    cfnAlarm: find("DeadLettersAlarm") as CfnAlarm,
  }
}
