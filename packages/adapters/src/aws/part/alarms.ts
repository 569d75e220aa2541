import type { Plan } from "@stepwright/engine"

import { type Draft, policy, withKey } from "../draft.ts"
import type { AppTask } from "../tasks.ts"
import type { Resource, Value } from "../template.ts"
import { alarmTopicId, deadLetterQueueId, taskIds, workflowIds } from "./ids.ts"

const ruleId = "UnfinishedSagasRule"

/** Whether a workflow is a saga: what it leaves undone, people must know. */
function isSaga({ notes }: Plan): boolean {
  return Object.values(notes).some(({ role }) => role === "saga")
}

/** Adds what tells people: the topic, its key, and who may publish to it. */
export function addAlarmTopic(plans: readonly Plan[], draft: Draft): void {
  const sagas = plans.filter(isSaga).map(({ name }) => name)
  // The key that AWS manages for SNS lets neither CloudWatch nor EventBridge publish. (AWS: SNS, "Key management")
  draft.add("AlarmKey", {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Delete",
    UpdateReplacePolicy: "Delete",
    Properties: {
      Description: "Encrypts the alarms while they wait to be delivered",
      EnableKeyRotation: true,
      PendingWindowInDays: 7,
      KeyPolicy: policy([
        {
          Effect: "Allow",
          Principal: { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        },
        // AWS: EventBridge's requests to KMS carry no source, so a condition would let none through.
        ...(sagas.length === 0
          ? []
          : [
              {
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                Resource: "*",
              },
            ]),
      ]),
    },
  })
  draft.add(alarmTopicId, {
    Type: "AWS::SNS::Topic",
    Properties: { DisplayName: { "Fn::Sub": "${NamePrefix} alarms" }, KmsMasterKeyId: { Ref: "AlarmKey" } },
  })
  draft.add("AlarmTopicPolicy", { Type: "AWS::SNS::TopicPolicy", Properties: topicPolicy(sagas.length > 0) }, false)
  draft.add(
    "AlarmEmailSubscription",
    {
      Type: "AWS::SNS::Subscription",
      Condition: "HasAlarmEmail",
      Properties: { TopicArn: { Ref: alarmTopicId }, Protocol: "email", Endpoint: { Ref: "AlarmEmail" } },
    },
    false,
  )
  if (sagas.length > 0) addRule(sagas, draft)
}

function topicPolicy(sagas: boolean): { readonly [key: string]: Value } {
  const topic: Value = { Ref: alarmTopicId }
  const publish = (service: string, Condition: Value): Value => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topic,
    Condition,
  })
  const alarms = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"
  return {
    Topics: [topic],
    PolicyDocument: policy([
      publish("cloudwatch.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
        ArnLike: { "aws:SourceArn": { "Fn::Sub": alarms } },
      }),
      ...(sagas
        ? [publish("events.amazonaws.com", { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [ruleId, "Arn"] } } })]
        : []),
      denyInsecure("sns:Publish", topic),
    ]),
  }
}

function denyInsecure(action: string, resource: Value): Value {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }
}

/**
 * Tells of sagas that left something standing: one that says so, and one that was stopped, or ended by AWS, in the middle of
 * its work, which nobody compensates. It names the execution, as an alarm could not.
 */
function addRule(sagas: readonly string[], draft: Draft): void {
  draft.add(ruleId, {
    Type: "AWS::Events::Rule",
    Properties: {
      Description: "Executions of sagas that ended with something left to undo by hand",
      EventPattern: {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: {
          stateMachineArn: sagas.toSorted().map((name) => ({ Ref: workflowIds(name).stateMachine })),
          $or: [
            { status: ["FAILED"], error: ["Saga.PartiallyCompensated", "States.Runtime"] },
            { status: ["ABORTED", "TIMED_OUT"] },
          ],
        },
      },
      Targets: [
        {
          Id: "AlarmTopic",
          Arn: { Ref: alarmTopicId },
          InputTransformer: {
            InputPathsMap: {
              execution: "$.detail.executionArn",
              status: "$.detail.status",
              error: "$.detail.error",
            },
            InputTemplate:
              '"Something may be left to undo by hand: <execution> ended as <status> <error>. Its dead letters and its history tell what."',
          },
        },
      ],
    },
  })
}

/** Adds the alarms of a state machine. */
export function addStateMachineAlarms({ name }: Plan, draft: Draft): void {
  const ids = workflowIds(name)
  const of = { namespace: "AWS/States", dimension: "StateMachineArn", value: { Ref: ids.stateMachine } }
  draft.add(
    ids.failed,
    alarm({
      ...of,
      metric: "ExecutionsFailed",
      threshold: { Ref: "FailedExecutionsThreshold" },
      about: `Executions of ${name} failed. A saga that took everything back has failed, too.`,
    }),
  )
  draft.add(
    ids.timedOut,
    alarm({ ...of, metric: "ExecutionsTimedOut", threshold: 1, about: `Executions of ${name} timed out.` }),
  )
  draft.add(
    ids.throttled,
    alarm({
      ...of,
      metric: "ExecutionThrottled",
      threshold: 1,
      about: `State transitions of ${name} were throttled: the account is at its quota.`,
    }),
  )
}

/** Adds the alarms of a task's function. */
export function addFunctionAlarms({ name }: AppTask, draft: Draft): void {
  const ids = taskIds(name)
  const of = { namespace: "AWS/Lambda", dimension: "FunctionName", value: { Ref: ids.function } }
  draft.add(
    ids.errors,
    alarm({
      ...of,
      metric: "Errors",
      threshold: { Ref: "FunctionErrorsThreshold" },
      about: `Task ${name} failed: by errors that its workflow expects, or by others.`,
    }),
  )
  draft.add(
    ids.throttles,
    alarm({
      ...of,
      metric: "Throttles",
      threshold: 1,
      about: `Task ${name} was throttled: no copy of its function was free.`,
    }),
  )
}

/** Adds the queue of failed compensations, and the alarm that there are some. */
export function addDeadLetterQueue(draft: Draft): void {
  draft.add(deadLetterQueueId, {
    Type: "AWS::SQS::Queue",
    Properties: {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: withKey({ Ref: "AWS::NoValue" }, true),
      KmsMasterKeyId: withKey({ Ref: "EncryptionKeyArn" }),
    },
    // What could not be undone stands only here.
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  })
  const queue: Value = { "Fn::GetAtt": [deadLetterQueueId, "Arn"] }
  draft.add(
    "DeadLetterQueuePolicy",
    {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: deadLetterQueueId }], PolicyDocument: policy([denyInsecure("sqs:*", queue)]) },
    },
    false,
  )
  draft.add(
    "DeadLettersAlarm",
    alarm({
      namespace: "AWS/SQS",
      dimension: "QueueName",
      value: { "Fn::GetAtt": [deadLetterQueueId, "QueueName"] },
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      threshold: 1,
      about:
        "Compensations failed: what they should have undone stands, and waits for people in the dead letter queue.",
    }),
  )
}

interface AlarmOf {
  readonly namespace: string
  readonly metric: string
  readonly dimension: string
  readonly value: Value
  readonly threshold: Value
  readonly statistic?: "Sum" | "Maximum"
  readonly about: string
}

function alarm({ namespace, metric, dimension, value, threshold, statistic = "Sum", about }: AlarmOf): Resource {
  return {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmDescription: about,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: [{ Name: dimension, Value: value }],
      Statistic: statistic,
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: threshold,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions: [{ Ref: alarmTopicId }],
      OKActions: [{ Ref: alarmTopicId }],
    },
  }
}
