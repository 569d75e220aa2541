import type { AwsOptions, TaskCode } from "../app.ts"
import { type Draft, policy, withKey } from "../draft.ts"
import { printStatements, type Statement } from "../iam/statement.ts"
import { joined, sub } from "../iam/text.ts"
import { digest } from "../names.ts"
import type { AppTask } from "../tasks.ts"
import type { Value } from "../template.ts"
import { taskIds } from "./ids.ts"

/** Adds a task's function: its logs, its role, and the published version of its code. Gives the version's logical id. */
export function addFunction(task: AppTask, name: string, code: TaskCode, options: AwsOptions, draft: Draft): string {
  const ids = taskIds(task.name)
  const { runtime = "nodejs24.x", architecture = "arm64", memory = 256, timeoutSeconds = 60, tracing = true } = options
  const { lambda = {} } = task.data ?? {}
  const limited = task.timeoutSeconds !== undefined && task.unlimited !== true
  const functionName: Value = { "Fn::Sub": `\${NamePrefix}-${name}` }
  draft.add(ids.logs, {
    Type: "AWS::Logs::LogGroup",
    Properties: {
      LogGroupName: { "Fn::Sub": `/aws/lambda/\${NamePrefix}-${name}` },
      RetentionInDays: { Ref: "LogRetentionDays" },
      KmsKeyId: withKey({ Ref: "EncryptionKeyArn" }),
    },
    UpdateReplacePolicy: "Retain",
    DeletionPolicy: "Delete",
  })
  addRole(task, name, tracing, draft)
  // What is published with the code: whatever of it changes makes another version.
  const published = {
    Handler: "index.handler",
    Runtime: runtime,
    Architectures: [architecture],
    MemorySize: lambda.memory ?? memory,
    Timeout: Math.max(task.timeoutSeconds ?? 0, limited ? 0 : timeoutSeconds),
    ...(lambda.storage === undefined ? {} : { EphemeralStorage: { Size: lambda.storage } }),
    Environment: { Variables: { NODE_OPTIONS: "--enable-source-maps", ...lambda.environment } },
    TracingConfig: { Mode: tracing ? "Active" : "PassThrough" },
    LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: ids.logs } },
    KmsKeyArn: withKey({ Ref: "EncryptionKeyArn" }),
  } satisfies Record<string, Value>
  draft.add(ids.function, {
    Type: "AWS::Lambda::Function",
    Properties: {
      FunctionName: functionName,
      Description: `Task ${task.name} of ${task.usedBy.join(", ")}`.slice(0, 256),
      Code: codeOf(code),
      Role: { "Fn::GetAtt": [ids.role, "Arn"] },
      ...(lambda.concurrency === undefined ? {} : { ReservedConcurrentExecutions: lambda.concurrency }),
      ...published,
    },
  })
  const version = `${ids.version}${digest(JSON.stringify([code.digest, published]), 10)}`
  draft.add(
    version,
    {
      Type: "AWS::Lambda::Version",
      Properties: { FunctionName: { Ref: ids.function } },
      // Executions that began with it may still need it.
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    },
    false,
  )
  return version
}

function codeOf(code: TaskCode): Value {
  if ("path" in code) return code.path
  const { bucket, key, version } = code
  return { S3Bucket: bucket, S3Key: key, ...(version === undefined ? {} : { S3ObjectVersion: version }) }
}

function addRole(task: AppTask, name: string, tracing: boolean, draft: Draft): void {
  const ids = taskIds(task.name)
  const arn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${NamePrefix}-${name}`
  const statements: Statement[] = [
    // The ARN of a log group ends with `:*`: its streams.
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [sub(`\${${ids.logs}.Arn}`)] },
    {
      actions: ["kms:Decrypt"],
      resources: [sub("${EncryptionKeyArn}")],
      conditions: { StringEquals: { "kms:EncryptionContext:aws:lambda:FunctionArn": [sub(arn)] } },
      withKey: true,
    },
    ...(tracing ? [{ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: [sub("*")] }] : []),
    ...tokenStatements(task),
    ...(task.data?.lambda?.permissions ?? []).map(({ actions, resources }) => ({
      actions,
      resources: resources.map((text) => sub(text)),
    })),
  ]
  draft.add(ids.role, {
    Type: "AWS::IAM::Role",
    Properties: {
      Description: `What task ${task.name} may do`,
      AssumeRolePolicyDocument: policy([
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
            ArnLike: { "aws:SourceArn": [{ "Fn::Sub": arn }, { "Fn::Sub": `${arn}:*` }] },
          },
        },
      ]),
      Policies: [{ PolicyName: "task", PolicyDocument: policy(printStatements(statements)) }],
    },
  })
}

/** A task with a heartbeat answers by a token that belongs to the state machine. */
function tokenStatements({ tokensOf }: AppTask): readonly Statement[] {
  const machines = [...tokensOf].flatMap(([workflow, children]) => {
    const machine = sub(
      `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:\${NamePrefix}-${workflow}`,
    )
    return children ? [machine, joined(machine, sub("/*"))] : [machine]
  })
  const actions = ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"]
  return machines.length === 0 ? [] : [{ actions, resources: machines }]
}
