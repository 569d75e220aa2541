import type { Binding, Plan } from "@stepwright/engine"
import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { AwsOptions, AwsWorkflow } from "../app.ts"
import { type Draft, policy, withKey } from "../draft.ts"
import type { Derived } from "../iam/derive.ts"
import { printStatements, type Statement } from "../iam/statement.ts"
import { sub } from "../iam/text.ts"
import type { Value } from "../template.ts"
import type { Bound } from "./bound.ts"
import { workflowIds } from "./ids.ts"

/** The alias that executions are started by. */
const aliasName = "live"

/** A state machine's name and ARN, before it is there. */
export function selfOf(workflow: string): { readonly name: string; readonly arn: string } {
  const name = `\${NamePrefix}-${workflow}`
  return { name, arn: `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${name}` }
}

/** The name of the file that holds a workflow's definition. */
export function definitionFile(workflow: string): string {
  return `${workflow}.asl.json`
}

/** Adds a workflow's state machine: its logs, its role, its published version, and the alias that leads to it. */
export function addStateMachine(
  { plan }: AwsWorkflow,
  bound: Readonly<Record<string, Bound>>,
  derived: Derived,
  options: AwsOptions,
  draft: Draft,
): void {
  const ids = workflowIds(plan.name)
  const { name } = selfOf(plan.name)
  const express = plan.type === "EXPRESS"
  const { logLevel = express ? "ALL" : "ERROR", tracing = true } = options
  if (logLevel !== "OFF")
    draft.add(ids.logs, {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        // The beginning that keeps the account's policy for log delivery from growing. (AWS: "Logging using CloudWatch Logs")
        LogGroupName: { "Fn::Sub": `/aws/vendedlogs/states/${name}` },
        RetentionInDays: { Ref: "LogRetentionDays" },
        KmsKeyId: withKey({ Ref: "EncryptionKeyArn" }),
      },
      UpdateReplacePolicy: "Retain",
      DeletionPolicy: "Delete",
    })
  addRole(plan, derived, { logs: logLevel !== "OFF", tracing }, draft)
  draft.add(ids.stateMachine, {
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      StateMachineName: { "Fn::Sub": name },
      StateMachineType: plan.type ?? "STANDARD",
      RoleArn: { "Fn::GetAtt": [ids.role, "Arn"] },
      DefinitionS3Location: definitionFile(plan.name),
      ...substitutions(bound),
      LoggingConfiguration:
        logLevel === "OFF"
          ? { Level: "OFF" }
          : {
              Level: logLevel,
              IncludeExecutionData: (options.logExecutionData ?? true) && !holdsSecret(plan),
              Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { "Fn::GetAtt": [ids.logs, "Arn"] } } }],
            },
      TracingConfiguration: { Enabled: tracing },
      EncryptionConfiguration: withKey({
        Type: "CUSTOMER_MANAGED_KMS_KEY",
        KmsKeyId: { Ref: "EncryptionKeyArn" },
        KmsDataKeyReusePeriodSeconds: 300,
      }),
    },
  })
  if (derived.own.length > 0)
    draft.add(
      ids.own,
      {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "distributed-map",
          PolicyDocument: policy(printStatements(derived.own)),
          Roles: [{ Ref: ids.role }],
        },
      },
      false,
    )
  addRelease(plan.name, derived.own.length > 0, draft)
}

function substitutions(bound: Readonly<Record<string, Bound>>): { readonly [key: string]: Value } {
  const names = Object.keys(bound).toSorted()
  if (names.length === 0) return {}
  return { DefinitionSubstitutions: Object.fromEntries(names.map((name) => [name, bound[name]?.value ?? ""])) }
}

/** A version for each revision, and the alias, which moves to it as the deployment is told to. */
function addRelease(workflow: string, maps: boolean, draft: Draft): void {
  const ids = workflowIds(workflow)
  draft.add(
    ids.version,
    {
      Type: "AWS::StepFunctions::StateMachineVersion",
      Properties: {
        StateMachineArn: { Ref: ids.stateMachine },
        StateMachineRevisionId: { "Fn::GetAtt": [ids.stateMachine, "StateMachineRevisionId"] },
      },
      ...(maps ? { DependsOn: [ids.own] } : {}),
      // The alias goes back to it when a release is rolled back; executions of it may be under way.
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    },
    false,
  )
  draft.add(
    ids.alias,
    {
      Type: "AWS::StepFunctions::StateMachineAlias",
      Properties: {
        Name: aliasName,
        Description: `Where executions of ${workflow} are started`,
        DeploymentPreference: {
          StateMachineVersionArn: { Ref: ids.version },
          Type: { Ref: "ReleaseType" },
          Percentage: gradually({ Ref: "ReleasePercentage" }),
          Interval: gradually({ Ref: "ReleaseInterval" }),
          Alarms: [ids.failed, ids.timedOut, ids.throttled].map((id) => ({ Ref: id })),
        },
      },
    },
    false,
  )
}

function gradually(value: Value): Value {
  return { "Fn::If": ["IsGradualRelease", value, { Ref: "AWS::NoValue" }] }
}

// AWS: "Logging using CloudWatch Logs", and "Tracing with X-Ray": neither knows a resource to name.
const logDelivery: Statement = {
  actions: [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
  ],
  resources: [sub("*")],
}

const traces: Statement = {
  actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  resources: [sub("*")],
}

function addRole(
  plan: Plan,
  derived: Derived,
  given: { readonly logs: boolean; readonly tracing: boolean },
  draft: Draft,
): void {
  const { arn } = selfOf(plan.name)
  const statements = [
    ...derived.statements,
    ...(given.logs ? [logDelivery] : []),
    ...(given.tracing ? [traces] : []),
    ...keyStatements(plan, arn, given.logs),
  ]
  draft.add(workflowIds(plan.name).role, {
    Type: "AWS::IAM::Role",
    Properties: {
      Description: `What state machine ${plan.name} may do`,
      AssumeRolePolicyDocument: policy([
        {
          Effect: "Allow",
          Principal: { Service: "states.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
            // Itself, its versions and aliases, and the children of its distributed Maps.
            ArnLike: { "aws:SourceArn": ["", ":*", "/*"].map((end) => ({ "Fn::Sub": `${arn}${end}` })) },
          },
        },
      ]),
      Policies: [{ PolicyName: "state-machine", PolicyDocument: policy(printStatements(statements)) }],
    },
  })
}

/** What the deployment's own key is needed for. (AWS: "Data at rest encryption in Step Functions") */
function keyStatements(plan: Plan, arn: string, logs: boolean): readonly Statement[] {
  const key = [sub("${EncryptionKeyArn}")]
  const only = (name: string, text: string): NonNullable<Statement["conditions"]> => ({
    StringEquals: { [name]: [sub(text)] },
  })
  const queues = Object.values(plan.bindings).some(({ kind }) => kind === "deadLetterQueue")
  return [
    {
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: key,
      conditions: only("kms:EncryptionContext:aws:states:stateMachineArn", arn),
      withKey: true,
    },
    ...(logs
      ? [
          {
            actions: ["kms:GenerateDataKey"],
            resources: key,
            conditions: only(
              "kms:EncryptionContext:SourceArn",
              "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*",
            ),
            withKey: true as const,
          },
        ]
      : []),
    ...(queues
      ? [
          {
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: key,
            conditions: only("kms:ViaService", "sqs.${AWS::Region}.${AWS::URLSuffix}"),
            withKey: true as const,
          },
        ]
      : []),
  ]
}

/** Whether a schema of the workflow, or of a task of it, marks something as secret. */
function holdsSecret({ schemas, bindings }: Plan): boolean {
  return Object.values(schemas).some(marksSecret) || Object.values(bindings).some(bindingMarksSecret)
}

function bindingMarksSecret(binding: Binding): boolean {
  return binding.kind === "task" && (marksSecret(binding.input) || marksSecret(binding.output))
}

function marksSecret(value: Json | undefined): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(marksSecret)
  if (!isJsonObject(value)) return false
  return value.secret === true || Object.values(value).some(marksSecret)
}
