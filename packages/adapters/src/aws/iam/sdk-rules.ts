import { type Grant, grant, type Rule } from "./rule.ts"

/** The prefix of a service's actions, where it is not the service's own name. (AWS: Service Authorization Reference) */
const prefixes: Readonly<Record<string, string>> = {
  apigatewayv2: "apigateway",
  applicationautoscaling: "application-autoscaling",
  bedrockagent: "bedrock",
  bedrockagentruntime: "bedrock",
  bedrockruntime: "bedrock",
  cloudwatchevents: "events",
  cloudwatchlogs: "logs",
  cognitoidentityprovider: "cognito-idp",
  configservice: "config",
  costexplorer: "ce",
  databasemigration: "dms",
  docdb: "rds",
  efs: "elasticfilesystem",
  elasticloadbalancingv2: "elasticloadbalancing",
  elasticsearch: "es",
  emr: "elasticmapreduce",
  emrcontainers: "emr-containers",
  emrserverless: "emr-serverless",
  eventbridge: "events",
  mediapackagevod: "mediapackage-vod",
  mwaa: "airflow",
  neptune: "rds",
  opensearch: "es",
  rdsdata: "rds-data",
  redshiftdata: "redshift-data",
  resourcegroupstaggingapi: "tag",
  sagemakerruntime: "sagemaker",
  sesv2: "ses",
  sfn: "states",
  timestreamquery: "timestream",
  timestreamwrite: "timestream",
}

/** What an action is called in a policy, where that is not its own name. */
const renamed: Readonly<Record<string, string>> = {
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:SelectObjectContent": "s3:GetObject",
  "lambda:Invoke": "lambda:InvokeFunction",
}

/** Where a service's calls say what they reach: the first that is given. */
const targets: Readonly<Record<string, readonly (readonly [given: string, on: string])[]>> = {
  athena: [["WorkGroup", "arn:P:athena:R:A:workgroup/{WorkGroup}"]],
  bedrockruntime: [["ModelId", "arn:P:bedrock:R::foundation-model/{ModelId}"]],
  codebuild: [["ProjectName", "arn:P:codebuild:R:A:project/{ProjectName}"]],
  dynamodb: [
    ["IndexName", "arn:P:dynamodb:R:A:table/{TableName}/index/{IndexName?*}"],
    ["TableName", "arn:P:dynamodb:R:A:table/{TableName}"],
  ],
  ecs: [["TaskDefinition", "arn:P:ecs:R:A:task-definition/{TaskDefinition>revisions}"]],
  eventbridge: [["Entries", "arn:P:events:R:A:event-bus/{Entries[].EventBusName=default}"]],
  firehose: [["DeliveryStreamName", "arn:P:firehose:R:A:deliverystream/{DeliveryStreamName}"]],
  glue: [
    ["JobName", "arn:P:glue:R:A:job/{JobName}"],
    ["CrawlerName", "arn:P:glue:R:A:crawler/{CrawlerName}"],
  ],
  kinesis: [
    ["StreamARN", "{StreamARN}"],
    ["StreamName", "arn:P:kinesis:R:A:stream/{StreamName}"],
  ],
  kms: [["KeyId", "arn:P:kms:R:A:key/{KeyId}"]],
  lambda: [["FunctionName", "arn:P:lambda:R:A:function:{FunctionName}{:Qualifier}"]],
  s3: [
    ["Key", "arn:P:s3:::{Bucket}/{Key?*}"],
    ["Bucket", "arn:P:s3:::{Bucket}"],
  ],
  sagemakerruntime: [["EndpointName", "arn:P:sagemaker:R:A:endpoint/{EndpointName}"]],
  secretsmanager: [["SecretId", "arn:P:secretsmanager:R:A:secret:{SecretId>secret}"]],
  sfn: [
    ["StateMachineArn", "{StateMachineArn>unqualified}"],
    ["ExecutionArn", "{ExecutionArn}"],
  ],
  sns: [["TopicArn|TargetArn", "{TopicArn|TargetArn}"]],
  sqs: [["QueueUrl", "{QueueUrl>queue}"]],
  ssm: [["Name", "arn:P:ssm:R:A:parameter/{Name>path}"]],
}

const table = "arn:P:dynamodb:R:A:table"

function item(action: string, kind: string): Grant {
  const field = `TransactItems[].${kind}.TableName`
  return grant(`dynamodb:${action}`, `${table}/{${field}}`, { given: field })
}

/** Calls that need something else than their own action on their own target. */
const special: Readonly<Record<string, Rule>> = {
  "dynamodb:batchGetItem": { call: [grant("dynamodb:BatchGetItem", `${table}/{RequestItems[keys]}`)] },
  "dynamodb:batchWriteItem": { call: [grant("dynamodb:BatchWriteItem", `${table}/{RequestItems[keys]}`)] },
  "dynamodb:transactGetItems": { call: [item("GetItem", "Get")] },
  "dynamodb:transactWriteItems": {
    call: [
      item("PutItem", "Put"),
      item("UpdateItem", "Update"),
      item("DeleteItem", "Delete"),
      item("ConditionCheckItem", "ConditionCheck"),
    ],
  },
  "s3:copyObject": {
    call: [grant("s3:GetObject", "arn:P:s3:::{CopySource}"), grant("s3:PutObject", "arn:P:s3:::{Bucket}/{Key?*}")],
  },
  "s3:deleteObjects": { call: [grant("s3:DeleteObject", "arn:P:s3:::{Bucket}/*")] },
}

/** Services whose actions AWS grants on no resource in particular. (AWS: Service Authorization Reference) */
const unscoped: ReadonlySet<string> = new Set([
  "comprehend:DetectDominantLanguage",
  "comprehend:DetectEntities",
  "comprehend:DetectKeyPhrases",
  "comprehend:DetectPiiEntities",
  "comprehend:DetectSentiment",
  "polly:SynthesizeSpeech",
  "rekognition:DetectFaces",
  "rekognition:DetectLabels",
  "rekognition:DetectModerationLabels",
  "rekognition:DetectText",
  "textract:AnalyzeDocument",
  "textract:DetectDocumentText",
  "translate:TranslateText",
])

/** The action's name in a policy: `dynamodb:Query` of `dynamodb` and `query`. */
export function actionOf(service: string, action: string): string {
  const name = `${prefixes[service] ?? service}:${action.charAt(0).toUpperCase()}${action.slice(1)}`
  return renamed[name] ?? name
}

/** What a call by AWS's SDK needs; undefined where nothing is known of how it says what it reaches. */
export function sdkRule(service: string, action: string, given: (path: string) => boolean): Rule | undefined {
  const known = special[`${service}:${action}`]
  if (known !== undefined) return known
  const name = actionOf(service, action)
  const target = targets[service]?.find(([path]) => given(path))
  if (target !== undefined) return { call: [grant(name, target[1])] }
  return unscoped.has(name)
    ? { call: [grant(name, "*", { why: "AWS grants it on no resource in particular." })] }
    : undefined
}
