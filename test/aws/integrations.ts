import {
  aws,
  type Builder,
  event,
  type Expr,
  fmt,
  http,
  resource,
  task,
  type Permission,
  workflow,
  type Workflow,
} from "@stepwright/dsl"
import { z } from "zod"

import { here } from "./kit/facts.ts"
import type { Request } from "./kit/policy.ts"
import type { Answers } from "./kit/resolve.ts"

/** `within`: whatever begins with its resource's last part is the same to the policy. */
export interface Call extends Request {
  readonly within?: true
}

/** An integration: what a workflow asks of it, what it then calls of AWS, and what lies beside that. */
export interface Integration {
  readonly title: string
  readonly workflow: Workflow<never>
  readonly answers?: Answers
  readonly calls: readonly Call[]
  /** Not to be allowed. Other actions, regions and accounts are tried beside. */
  readonly neighbours: readonly Request[]
}

const Input = z.object({ id: z.string(), name: z.string() })
type Given = Expr<z.output<typeof Input>>

function calling(
  body: (w: Builder, input: Given) => unknown,
  permissions: readonly Permission[] = [],
): Workflow<never> {
  return workflow("caller", { input: Input, permissions }, (w, input) => {
    body(w, input)
    return null
  }) as unknown as Workflow<never> // what it takes does not matter here
}

/** A call of a service; `sync` waits for the job. */
function service(action: string, args: object, suffix?: ".sync" | ".sync:2"): Workflow<never> {
  return calling((w) => w.run(aws.service(action, args, suffix === undefined ? {} : { suffix }), { timeout: "60s" }))
}

/** Requests: `dynamodb:GetItem arn…`, several actions on one resource divided by spaces. */
function each(actions: string, on: string, context?: Request["context"]): readonly Request[] {
  return actions.split(" ").map((action) => ({ action, resource: on, ...(context === undefined ? {} : { context }) }))
}

/** Requests on one of many that a policy cannot tell apart: executions of a machine, objects under a prefix. */
function within(actions: string, on: string, context?: Request["context"]): readonly Call[] {
  return each(actions, on, context).map((call) => ({ ...call, within: true as const }))
}

const told = (rule: string): readonly Request[] =>
  each("events:PutTargets events:PutRule events:DescribeRule", `${here("events")}rule/${rule}`)

const table = (name: string): string => `${here("dynamodb")}table/${name}`
const s3 = (path: string): string => `arn:aws:s3:::${path}`
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`
const passed = (to: string): Request["context"] => ({ "iam:PassedToService": to })
const connection = `${here("events")}connection/crm/0f9d2b5e`
const self = `${here("states")}stateMachine:shop-caller`
const item = { id: { S: "1" } }

function onItem(action: string, args: object): Integration {
  const name = `dynamodb:${action}`
  const asked = `dynamodb:${action.charAt(0).toUpperCase()}${action.slice(1)}`
  return {
    title: name,
    workflow: service(name, { TableName: resource("orders"), ...args }),
    answers: { OrdersTableName: "Orders" },
    calls: each(asked, table("Orders")),
    neighbours: [...each(asked, table("Orders-archive")), ...each(asked, `${table("Orders")}/index/by-date`)],
  }
}

function job(kind: string, camel: string, name: string, described: string, rule: string): Integration {
  const arn = (job: string): string => `${here("sagemaker")}${kind}/${job}`
  const actions = `sagemaker:Create${described} sagemaker:Describe${described} sagemaker:Stop${described}`
  return {
    title: `sagemaker:${camel}.sync`,
    workflow: service(`sagemaker:${camel}`, { [name]: "nightly", RoleArn: role("trainer") }, ".sync"),
    calls: [
      ...each(actions, arn("nightly")),
      ...each("iam:PassRole", role("trainer"), passed("sagemaker.amazonaws.com")),
      ...told(rule),
    ],
    neighbours: [
      ...each(actions, arn("nightly-2")),
      ...each("iam:PassRole", role("admin"), passed("sagemaker.amazonaws.com")),
      ...each("iam:PassRole", role("trainer"), passed("ec2.amazonaws.com")),
    ],
  }
}

function onCluster(action: string, asked: string, more: object = {}): Integration {
  const arn = (id: string): string => `${here("elasticmapreduce")}cluster/${id}`
  return {
    title: `elasticmapreduce:${action}`,
    workflow: service(`elasticmapreduce:${action}`, { ClusterId: "j-1", ...more }),
    calls: each(asked, arn("j-1")),
    neighbours: each(asked, arn("j-12")),
  }
}

/** Every optimised integration. */
const optimised: readonly Integration[] = [
  {
    title: "lambda:invoke of a function by name",
    workflow: calling((w) => w.run(aws.lambda.invoke({ FunctionName: "price" }))),
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:price`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:price-list`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:price:3`),
    ],
  },
  {
    title: "lambda:invoke of a qualified function",
    workflow: calling((w) => w.run(aws.lambda.invoke({ FunctionName: resource("price"), Qualifier: "live" }))),
    answers: { PriceFunctionName: "Price" },
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:Price:live`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:Price`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:Price:next`),
    ],
  },
  {
    title: "lambda:invoke by ARN",
    workflow: calling((w) =>
      w.run(aws.lambda.invoke({ FunctionName: "arn:aws:lambda:us-east-1:444455556666:function:theirs" })),
    ),
    calls: each("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:444455556666:function:theirs"),
    neighbours: each("lambda:InvokeFunction", `${here("lambda")}function:theirs`),
  },
  onItem("getItem", { Key: item }),
  onItem("putItem", { Item: item }),
  onItem("updateItem", { Key: item, UpdateExpression: "SET a = :a" }),
  onItem("deleteItem", { Key: item }),
  {
    title: "sqs:sendMessage by a parameter",
    workflow: calling((w) => w.run(aws.sqs.sendMessage({ QueueUrl: resource("work"), MessageBody: "go" }))),
    answers: { WorkQueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/Work" },
    calls: each("sqs:SendMessage", `${here("sqs")}Work`),
    neighbours: [
      ...each("sqs:SendMessage", `${here("sqs")}Work-2`),
      ...each("sqs:ReceiveMessage", `${here("sqs")}Work`),
    ],
  },
  {
    title: "sqs:sendMessage by a URL",
    workflow: calling((w) =>
      w.run(
        aws.sqs.sendMessage({
          QueueUrl: "https://sqs.us-east-1.amazonaws.com/444455556666/theirs.fifo",
          MessageBody: "go",
        }),
      ),
    ),
    calls: each("sqs:SendMessage", "arn:aws:sqs:us-east-1:444455556666:theirs.fifo"),
    neighbours: each("sqs:SendMessage", `${here("sqs")}theirs.fifo`),
  },
  {
    title: "sns:publish to a topic",
    workflow: calling((w) => w.run(aws.sns.publish({ TopicArn: resource("news"), Message: "go" }))),
    answers: { NewsTopicArn: `${here("sns")}News` },
    calls: each("sns:Publish", `${here("sns")}News`),
    neighbours: [...each("sns:Publish", `${here("sns")}News-2`), ...each("sns:Publish", "+15550100")],
  },
  {
    title: "sns:publish to a telephone",
    workflow: calling((w, { name }) => w.run(aws.sns.publish({ PhoneNumber: name, Message: "go" }))),
    calls: within("sns:Publish", "+15550100"),
    neighbours: each("sns:Publish", `${here("sns")}News`),
  },
  {
    title: "events:putEvents",
    workflow: calling((w) =>
      w.run(
        aws.events.putEvents({
          Entries: [
            { Detail: {}, DetailType: "a", Source: "s" },
            { Detail: {}, DetailType: "a", Source: "s", EventBusName: "orders" },
          ],
        }),
      ),
    ),
    calls: [
      ...each("events:PutEvents", `${here("events")}event-bus/default`),
      ...each("events:PutEvents", `${here("events")}event-bus/orders`),
    ],
    neighbours: each("events:PutEvents", `${here("events")}event-bus/orders-2`),
  },
  {
    title: "states:startExecution",
    workflow: service("states:startExecution", { StateMachineArn: `${here("states")}stateMachine:child:live` }),
    calls: each("states:StartExecution", `${here("states")}stateMachine:child`),
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:child-2`),
      ...each("states:StopExecution", `${here("states")}execution:child:one`),
    ],
  },
  {
    title: "states:startExecution.sync:2",
    workflow: service("states:startExecution", { StateMachineArn: resource("child"), Input: {} }, ".sync:2"),
    answers: { ChildStateMachineArn: `${here("states")}stateMachine:child` },
    calls: [
      ...each("states:StartExecution", `${here("states")}stateMachine:child`),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:child:one`),
      ...told("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ],
    neighbours: [
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:child-2:one`),
      ...each("events:PutRule", `${here("events")}rule/mine`),
    ],
  },
  {
    title: "ecs:runTask.sync",
    workflow: service(
      "ecs:runTask",
      {
        Cluster: `${here("ecs")}cluster/big`,
        TaskDefinition: "render",
        Overrides: { TaskRoleArn: role("renderer"), ExecutionRoleArn: role("puller") },
      },
      ".sync",
    ),
    calls: [
      ...within("ecs:RunTask", `${here("ecs")}task-definition/render:4`, {
        "ecs:cluster": `${here("ecs")}cluster/big`,
      }),
      ...within("ecs:StopTask ecs:DescribeTasks", `${here("ecs")}task/big/0af3`),
      ...each("iam:PassRole", role("renderer"), passed("ecs-tasks.amazonaws.com")),
      ...each("iam:PassRole", role("puller"), passed("ecs-tasks.amazonaws.com")),
      ...told("StepFunctionsGetEventsForECSTaskRule"),
    ],
    neighbours: [
      ...each("ecs:RunTask", `${here("ecs")}task-definition/render-2:4`, {
        "ecs:cluster": `${here("ecs")}cluster/big`,
      }),
      ...each("ecs:RunTask", `${here("ecs")}task-definition/render:4`, {
        "ecs:cluster": `${here("ecs")}cluster/small`,
      }),
      ...each("ecs:StopTask ecs:DescribeTasks", `${here("ecs")}task/small/0af3`),
      ...each("iam:PassRole", role("admin"), passed("ecs-tasks.amazonaws.com")),
      ...each("iam:PassRole", role("renderer"), passed("lambda.amazonaws.com")),
      ...each("iam:PassRole", role("puller"), passed("lambda.amazonaws.com")),
    ],
  },
  {
    title: "batch:submitJob.sync",
    workflow: service("batch:submitJob", { JobName: "n", JobDefinition: "resize:2", JobQueue: "slow" }, ".sync"),
    calls: [
      ...each("batch:SubmitJob", `${here("batch")}job-definition/resize:2`),
      ...each("batch:SubmitJob", `${here("batch")}job-queue/slow`),
      ...each("batch:DescribeJobs", "*"),
      ...within("batch:TerminateJob", `${here("batch")}job/1`),
      ...told("StepFunctionsGetEventsForBatchJobsRule"),
    ],
    neighbours: [
      ...each("batch:SubmitJob", `${here("batch")}job-definition/resize:3`),
      ...each("batch:SubmitJob", `${here("batch")}job-queue/fast`),
      ...each("batch:TerminateJob", `${here("batch")}compute-environment/1`),
    ],
  },
  {
    title: "glue:startJobRun.sync",
    workflow: service("glue:startJobRun", { JobName: "etl" }, ".sync"),
    calls: each("glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun", `${here("glue")}job/etl`),
    neighbours: each(
      "glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun",
      `${here("glue")}job/etl-2`,
    ),
  },
  {
    title: "glue:startJobRun",
    workflow: service("glue:startJobRun", { JobName: "etl" }),
    calls: each("glue:StartJobRun", `${here("glue")}job/etl`),
    neighbours: [
      ...each("glue:GetJobRun", `${here("glue")}job/etl`),
      ...each("glue:StartJobRun", `${here("glue")}job/etl-2`),
    ],
  },
  {
    title: "codebuild:startBuild.sync",
    workflow: service("codebuild:startBuild", { ProjectName: "site" }, ".sync"),
    calls: [
      ...each("codebuild:StartBuild codebuild:StopBuild codebuild:BatchGetBuilds", `${here("codebuild")}project/site`),
      ...told("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    ],
    neighbours: each(
      "codebuild:StartBuild codebuild:StopBuild codebuild:BatchGetBuilds",
      `${here("codebuild")}project/site-2`,
    ),
  },
  {
    title: "codebuild:startBuildBatch.sync",
    workflow: service("codebuild:startBuildBatch", { ProjectName: "site" }, ".sync"),
    calls: [
      ...each(
        "codebuild:StartBuildBatch codebuild:StopBuildBatch codebuild:BatchGetBuildBatches",
        `${here("codebuild")}project/site`,
      ),
      ...told("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    ],
    neighbours: each(
      "codebuild:StartBuildBatch codebuild:StopBuildBatch codebuild:BatchGetBuildBatches",
      `${here("codebuild")}project/site-2`,
    ),
  },
  {
    title: "elasticmapreduce:createCluster.sync",
    workflow: service(
      "elasticmapreduce:createCluster",
      {
        Name: "n",
        ServiceRole: "EmrService",
        JobFlowRole: "EmrNodes",
        AutoScalingRole: "EmrScales",
        Tags: [{ Key: "a", Value: "b" }],
      },
      ".sync",
    ),
    calls: [
      ...each("elasticmapreduce:RunJobFlow", "*"),
      ...within(
        "elasticmapreduce:AddTags elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows",
        `${here("elasticmapreduce")}cluster/j-1`,
      ),
      ...each("iam:PassRole", role("EmrService"), passed("elasticmapreduce.amazonaws.com")),
      ...each("iam:PassRole", role("EmrNodes"), passed("ec2.amazonaws.com")),
      ...each("iam:PassRole", role("EmrScales"), passed("application-autoscaling.amazonaws.com")),
      ...told("StepFunctionsGetEventForEMRRunJobFlowRule"),
    ],
    neighbours: [
      ...each("iam:PassRole", role("EmrService"), passed("ec2.amazonaws.com")),
      ...each("iam:PassRole", role("EmrNodes"), passed("elasticmapreduce.amazonaws.com")),
      ...each("iam:PassRole", role("EmrScales"), passed("ec2.amazonaws.com")),
      ...each("iam:PassRole", role("admin"), passed("elasticmapreduce.amazonaws.com")),
      ...each("iam:PassRole", role("admin"), passed("ec2.amazonaws.com")),
      ...each("iam:PassRole", role("admin"), passed("application-autoscaling.amazonaws.com")),
      ...each(
        "elasticmapreduce:DescribeCluster elasticmapreduce:AddTags elasticmapreduce:TerminateJobFlows",
        `${here("elasticmapreduce")}editor/e-1`,
      ),
    ],
  },
  {
    title: "elasticmapreduce:addStep.sync",
    workflow: service("elasticmapreduce:addStep", { ClusterId: "j-1", Step: {} }, ".sync"),
    calls: [
      ...each(
        "elasticmapreduce:AddJobFlowSteps elasticmapreduce:DescribeStep elasticmapreduce:CancelSteps",
        `${here("elasticmapreduce")}cluster/j-1`,
      ),
      ...told("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    ],
    neighbours: each(
      "elasticmapreduce:AddJobFlowSteps elasticmapreduce:DescribeStep elasticmapreduce:CancelSteps",
      `${here("elasticmapreduce")}cluster/j-12`,
    ),
  },
  {
    title: "elasticmapreduce:terminateCluster.sync",
    workflow: service("elasticmapreduce:terminateCluster", { ClusterId: "j-1" }, ".sync"),
    calls: [
      ...each(
        "elasticmapreduce:TerminateJobFlows elasticmapreduce:DescribeCluster",
        `${here("elasticmapreduce")}cluster/j-1`,
      ),
      ...told("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    ],
    neighbours: each(
      "elasticmapreduce:TerminateJobFlows elasticmapreduce:DescribeCluster",
      `${here("elasticmapreduce")}cluster/j-12`,
    ),
  },
  onCluster("cancelStep", "elasticmapreduce:CancelSteps"),
  onCluster("setClusterTerminationProtection", "elasticmapreduce:SetTerminationProtection"),
  onCluster("modifyInstanceFleetByName", "elasticmapreduce:ModifyInstanceFleet elasticmapreduce:ListInstanceFleets"),
  onCluster("modifyInstanceGroupByName", "elasticmapreduce:ModifyInstanceGroups elasticmapreduce:ListInstanceGroups"),
  {
    title: "athena:startQueryExecution.sync",
    workflow: service(
      "athena:startQueryExecution",
      {
        QueryString: "SELECT 1",
        WorkGroup: "reports",
        QueryExecutionContext: { Database: "sales" },
        ResultConfiguration: { OutputLocation: "s3://results/daily/" },
      },
      ".sync",
    ),
    calls: [
      ...each(
        "athena:StartQueryExecution athena:GetQueryExecution athena:StopQueryExecution",
        `${here("athena")}workgroup/reports`,
      ),
      ...each("athena:GetDataCatalog", `${here("athena")}datacatalog/AwsDataCatalog`),
      ...["catalog", "database/sales", "table/sales/orders"].flatMap((on) =>
        (on.startsWith("table") ? within : each)(
          "glue:GetDatabase glue:GetTable glue:GetTables glue:GetPartition glue:GetPartitions glue:BatchGetPartition",
          `${here("glue")}${on}`,
        ),
      ),
      ...each("s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads", s3("results")),
      ...within(
        "s3:GetObject s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts",
        s3("results/daily/1.csv"),
      ),
    ],
    neighbours: [
      ...each(
        "athena:StartQueryExecution athena:GetQueryExecution athena:StopQueryExecution",
        `${here("athena")}workgroup/primary`,
      ),
      ...each("athena:GetDataCatalog", `${here("athena")}datacatalog/theirs`),
      ...each("glue:GetTable", `${here("glue")}table/people/names`),
      ...each("glue:GetDatabase", `${here("glue")}database/people`),
      ...each("s3:ListBucket", s3("results-2")),
      ...each("s3:PutObject", s3("results/weekly/1.csv")),
      ...each("glue:DeleteTable", `${here("glue")}table/sales/orders`),
    ],
  },
  ...(["stopQueryExecution", "getQueryExecution", "getQueryResults"] as const).map((action): Integration => {
    const asked = `athena:${action.charAt(0).toUpperCase()}${action.slice(1)}`
    return {
      title: `athena:${action}`,
      workflow: service(`athena:${action}`, { QueryExecutionId: "q", WorkGroup: "reports" }),
      calls: each(asked, `${here("athena")}workgroup/reports`),
      neighbours: each(asked, `${here("athena")}workgroup/primary`),
    }
  }),
  job(
    "training-job",
    "createTrainingJob",
    "TrainingJobName",
    "TrainingJob",
    "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
  ),
  job(
    "transform-job",
    "createTransformJob",
    "TransformJobName",
    "TransformJob",
    "StepFunctionsGetEventsForSageMakerTransformJobsRule",
  ),
  job(
    "processing-job",
    "createProcessingJob",
    "ProcessingJobName",
    "ProcessingJob",
    "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
  ),
  job(
    "labeling-job",
    "createLabelingJob",
    "LabelingJobName",
    "LabelingJob",
    "StepFunctionsGetEventsForSageMakerLabelingJobsRule",
  ),
  job(
    "hyper-parameter-tuning-job",
    "createHyperParameterTuningJob",
    "HyperParameterTuningJobName",
    "HyperParameterTuningJob",
    "StepFunctionsGetEventsForSageMakerTuningJobsRule",
  ),
  {
    title: "sagemaker:createModel",
    workflow: service("sagemaker:createModel", { ModelName: "m", ExecutionRoleArn: role("trainer") }),
    calls: [
      ...each("sagemaker:CreateModel", `${here("sagemaker")}model/m`),
      ...each("iam:PassRole", role("trainer"), passed("sagemaker.amazonaws.com")),
    ],
    neighbours: [
      ...each("sagemaker:CreateModel", `${here("sagemaker")}model/m2`),
      ...each("iam:PassRole", role("trainer"), passed("ec2.amazonaws.com")),
      ...each("iam:PassRole", role("admin"), passed("sagemaker.amazonaws.com")),
    ],
  },
  {
    title: "sagemaker:createEndpointConfig",
    workflow: service("sagemaker:createEndpointConfig", { EndpointConfigName: "c" }),
    calls: each("sagemaker:CreateEndpointConfig", `${here("sagemaker")}endpoint-config/c`),
    neighbours: each("sagemaker:CreateEndpointConfig", `${here("sagemaker")}endpoint-config/c2`),
  },
  ...(["createEndpoint", "updateEndpoint"] as const).map((action): Integration => {
    const asked = action === "createEndpoint" ? "sagemaker:CreateEndpoint" : "sagemaker:UpdateEndpoint"
    return {
      title: `sagemaker:${action}`,
      workflow: service(`sagemaker:${action}`, { EndpointName: "e", EndpointConfigName: "c" }),
      calls: [
        ...each(asked, `${here("sagemaker")}endpoint/e`),
        ...each(asked, `${here("sagemaker")}endpoint-config/c`),
      ],
      neighbours: [
        ...each(asked, `${here("sagemaker")}endpoint/e2`),
        ...each(asked, `${here("sagemaker")}endpoint-config/c2`),
      ],
    }
  }),
  {
    title: "bedrock:invokeModel",
    workflow: service("bedrock:invokeModel", { ModelId: "amazon.titan-text", Body: {} }),
    calls: each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-text"),
    neighbours: each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-text-2"),
  },
  {
    title: "http:invoke of a constant endpoint",
    workflow: calling((w) =>
      w.run(http.request({ method: "GET", url: "https://crm.example/v1/people", connection: resource("crm") })),
    ),
    answers: { CrmConnectionArn: connection },
    calls: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("events:RetrieveConnectionCredentials", connection),
      ...within(
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
        `${here("secretsmanager")}secret:events!connection/crm/1-a`,
      ),
    ],
    neighbours: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "DELETE",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("states:InvokeHTTPEndpoint", `${self}-2`, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("events:RetrieveConnectionCredentials", connection.replace("crm", "crm2")),
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:events!connection/crm2/1-a`),
    ],
  },
  {
    title: "http:invoke of an endpoint whose end is known at run time",
    workflow: calling((w, { id }) =>
      w.run(http.request({ method: "POST", url: fmt`https://crm.example/v1/people/${id}`, connection, body: {} })),
    ),
    calls: [
      ...within("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("events:RetrieveConnectionCredentials", connection),
      ...within(
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
        `${here("secretsmanager")}secret:events!connection/crm/1-a`,
      ),
    ],
    neighbours: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/orders/7",
      }),
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("states:InvokeHTTPEndpoint", `${self}-2`, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("events:RetrieveConnectionCredentials", connection.replace("crm", "crm2")),
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:events!connection/crm2/1-a`),
    ],
  },
]

function sdk(
  action: string,
  args: object,
  calls: readonly Request[],
  neighbours: readonly Request[],
  answers: Answers = {},
): Integration {
  return {
    title: `aws-sdk:${action}`,
    workflow: calling((w) => w.run(aws.sdk(action as "s3:getObject", args))),
    calls,
    neighbours,
    answers,
  }
}

/** Calls by AWS's SDK. */
const bySdk: readonly Integration[] = [
  sdk(
    "s3:getObject",
    { Bucket: "in", Key: "a/b" },
    each("s3:GetObject", s3("in/a/b")),
    each("s3:GetObject", s3("in/a/c")),
  ),
  sdk(
    "s3:putObject",
    { Bucket: resource("out"), Key: "a", Body: "x" },
    each("s3:PutObject", s3("the-out/a")),
    [...each("s3:PutObject", s3("the-out/b")), ...each("s3:PutObject", s3("other/a"))],
    { OutBucket: "the-out" },
  ),
  sdk("s3:headObject", { Bucket: "in", Key: "a" }, each("s3:GetObject", s3("in/a")), each("s3:GetObject", s3("in/b"))),
  sdk("s3:listObjectsV2", { Bucket: "in" }, each("s3:ListBucket", s3("in")), each("s3:ListBucket", s3("in-2"))),
  sdk(
    "s3:copyObject",
    { Bucket: "out", Key: "a", CopySource: "in/a" },
    [...each("s3:GetObject", s3("in/a")), ...each("s3:PutObject", s3("out/a"))],
    [...each("s3:GetObject", s3("in/b")), ...each("s3:PutObject", s3("out/b"))],
  ),
  sdk(
    "s3:deleteObjects",
    { Bucket: "out", Delete: {} },
    within("s3:DeleteObject", s3("out/a")),
    each("s3:DeleteObject", s3("in/a")),
  ),
  sdk(
    "dynamodb:query",
    { TableName: "orders" },
    each("dynamodb:Query", table("orders")),
    each("dynamodb:Query", table("orders-2")),
  ),
  sdk(
    "dynamodb:query",
    { TableName: "orders", IndexName: "by-date" },
    each("dynamodb:Query", `${table("orders")}/index/by-date`),
    [...each("dynamodb:Query", table("orders")), ...each("dynamodb:Query", `${table("orders")}/index/by-name`)],
  ),
  sdk(
    "dynamodb:batchWriteItem",
    { RequestItems: { orders: [], stock: [] } },
    [...each("dynamodb:BatchWriteItem", table("orders")), ...each("dynamodb:BatchWriteItem", table("stock"))],
    each("dynamodb:BatchWriteItem", table("people")),
  ),
  sdk(
    "dynamodb:batchGetItem",
    { RequestItems: { orders: {} } },
    each("dynamodb:BatchGetItem", table("orders")),
    each("dynamodb:BatchGetItem", table("stock")),
  ),
  sdk(
    "dynamodb:transactWriteItems",
    {
      TransactItems: [
        { Put: { TableName: "orders" } },
        { Update: { TableName: "stock" } },
        { Delete: { TableName: "carts" } },
        { ConditionCheck: { TableName: "people" } },
      ],
    },
    [
      ...each("dynamodb:PutItem", table("orders")),
      ...each("dynamodb:UpdateItem", table("stock")),
      ...each("dynamodb:DeleteItem", table("carts")),
      ...each("dynamodb:ConditionCheckItem", table("people")),
    ],
    [
      ...each("dynamodb:PutItem", table("people")),
      ...each("dynamodb:UpdateItem", table("people")),
      ...each("dynamodb:DeleteItem", table("people")),
      ...each("dynamodb:ConditionCheckItem", table("stock")),
    ],
  ),
  sdk(
    "dynamodb:transactGetItems",
    { TransactItems: [{ Get: { TableName: "a" } }] },
    each("dynamodb:GetItem", table("a")),
    each("dynamodb:GetItem", table("b")),
  ),
  sdk(
    "sfn:startSyncExecution",
    { StateMachineArn: `${here("states")}stateMachine:quick` },
    each("states:StartSyncExecution", `${here("states")}stateMachine:quick`),
    [
      ...each("states:StartExecution", `${here("states")}stateMachine:quick`),
      ...each("states:StartSyncExecution", `${here("states")}stateMachine:slow`),
    ],
  ),
  sdk(
    "eventbridge:putEvents",
    { Entries: [{ EventBusName: "orders" }] },
    each("events:PutEvents", `${here("events")}event-bus/orders`),
    each("events:PutEvents", `${here("events")}event-bus/default`),
  ),
  sdk(
    "secretsmanager:getSecretValue",
    { SecretId: "bank" },
    each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:bank-a1B2c3`),
    [
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:bank-2-a1B2c3`),
      ...each("secretsmanager:PutSecretValue", `${here("secretsmanager")}secret:bank-a1B2c3`),
    ],
  ),
  sdk(
    "ssm:getParameter",
    { Name: "/shop/rate" },
    each("ssm:GetParameter", `${here("ssm")}parameter/shop/rate`),
    each("ssm:GetParameter", `${here("ssm")}parameter/shop/rate/2`),
  ),
  sdk(
    "kinesis:putRecord",
    { StreamName: "clicks" },
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks`),
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks-2`),
  ),
  sdk(
    "kinesis:putRecord",
    { StreamARN: `${here("kinesis")}stream/clicks` },
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks`),
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks-2`),
  ),
  sdk(
    "firehose:putRecord",
    { DeliveryStreamName: "f" },
    each("firehose:PutRecord", `${here("firehose")}deliverystream/f`),
    each("firehose:PutRecord", `${here("firehose")}deliverystream/g`),
  ),
  sdk(
    "kms:encrypt",
    { KeyId: "k-1" },
    each("kms:Encrypt", `${here("kms")}key/k-1`),
    each("kms:Encrypt", `${here("kms")}key/k-12`),
  ),
  sdk(
    "lambda:invoke",
    { FunctionName: "price" },
    each("lambda:InvokeFunction", `${here("lambda")}function:price`),
    each("lambda:InvokeFunction", `${here("lambda")}function:price-2`),
  ),
  sdk(
    "sqs:receiveMessage",
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/q" },
    each("sqs:ReceiveMessage", `${here("sqs")}q`),
    each("sqs:ReceiveMessage", `${here("sqs")}q2`),
  ),
  sdk(
    "sns:publish",
    { TopicArn: `${here("sns")}t` },
    each("sns:Publish", `${here("sns")}t`),
    each("sns:Publish", `${here("sns")}t2`),
  ),
  sdk(
    "bedrockruntime:invokeModel",
    { ModelId: "m" },
    each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/m"),
    each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/m2"),
  ),
  sdk(
    "sagemakerruntime:invokeEndpoint",
    { EndpointName: "e" },
    each("sagemaker:InvokeEndpoint", `${here("sagemaker")}endpoint/e`),
    each("sagemaker:InvokeEndpoint", `${here("sagemaker")}endpoint/e2`),
  ),
  sdk(
    "athena:getWorkGroup",
    { WorkGroup: "w" },
    each("athena:GetWorkGroup", `${here("athena")}workgroup/w`),
    each("athena:GetWorkGroup", `${here("athena")}workgroup/w2`),
  ),
  sdk(
    "glue:getJobRuns",
    { JobName: "j" },
    each("glue:GetJobRuns", `${here("glue")}job/j`),
    each("glue:GetJobRuns", `${here("glue")}job/j2`),
  ),
  sdk(
    "codebuild:startBuild",
    { ProjectName: "p" },
    each("codebuild:StartBuild", `${here("codebuild")}project/p`),
    each("codebuild:StartBuild", `${here("codebuild")}project/p2`),
  ),
  sdk("translate:translateText", { Text: "t" }, each("translate:TranslateText", "*"), []),
]

const assumed = "arn:aws:iam::444455556666:role/theirs"
const child = workflow("child", {}, () => null)
const quick = workflow("quick", { type: "EXPRESS" }, () => null)
const placed = event("Order placed", z.object({ id: z.string() }), { bus: "orders" })
const work = task("work", { input: z.object({}) })

function embedded(states: Parameters<Builder["asl"]>[0]["States"], start: string): Workflow<never> {
  return calling((w) => w.asl({ StartAt: start, States: states, QueryLanguage: "JSONPath" }))
}

const item1 = {
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "one",
    States: { one: { Type: "Pass", End: true } },
  },
}
const run = (label: string): string => `${here("states")}execution:shop-caller/${label}:one`

/** What is not a service of AWS's that is called: the machine itself, and what belongs to it. */
const own: readonly Integration[] = [
  {
    title: "a task of ours: any published version of its function",
    workflow: calling((w) => w.run(work({}))),
    calls: within("lambda:InvokeFunction", `${here("lambda")}function:shop-work:7`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:shop-work`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:shop-work-2:7`),
    ],
  },
  {
    title: "an event on a bus that the deployment names",
    workflow: calling((w, { id }) => w.emit(placed({ id }))),
    answers: { OrdersEventBusName: "Orders" },
    calls: each("events:PutEvents", `${here("events")}event-bus/Orders`),
    neighbours: each("events:PutEvents", `${here("events")}event-bus/default`),
  },
  {
    title: "a child workflow that is called",
    workflow: calling((w) => w.call(child)({} as never)),
    calls: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-child`),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-child:one`),
      ...told("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ],
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-child-2`),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
    ],
  },
  {
    title: "a child workflow that is started",
    workflow: calling((w) => w.start(quick)({} as never)),
    calls: each("states:StartExecution", `${here("states")}stateMachine:shop-quick`),
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:shop-caller`),
      ...each("states:DescribeExecution", `${here("states")}execution:shop-quick:one`),
    ],
  },
  {
    title: "a distributed map, over a bucket's objects, into another",
    workflow: embedded(
      {
        all: {
          Type: "Map",
          Label: "files",
          ItemReader: {
            Resource: "arn:aws:states:::s3:listObjectsV2",
            ReaderConfig: { Transformation: "LOAD_AND_FLATTEN", InputType: "JSON" },
            Parameters: { Bucket: "in", Prefix: "new/" },
          },
          ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "out", Prefix: "done/" } },
          ...item1,
          End: true,
        },
      },
      "all",
    ),
    answers: { EncryptionKeyArn: `${here("kms")}key/own` },
    calls: [
      ...each("states:StartExecution", self),
      ...within("states:DescribeExecution states:StopExecution states:RedriveExecution", run("files")),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
      ...each("s3:ListBucket", s3("in")),
      ...within("s3:GetObject", s3("in/new/1.json")),
      ...within(
        "s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload",
        s3("out/done/manifest.json"),
      ),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/own`, {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
      }),
    ],
    neighbours: [
      ...each("states:StartExecution", `${self}-2`),
      ...each("states:DescribeExecution states:StopExecution states:RedriveExecution", run("others")),
      ...each("states:RedriveExecution", `${here("states")}execution:shop-caller:one`),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller-2:one`),
      ...each("s3:ListBucket", s3("out")),
      ...each("s3:GetObject", s3("in/old/1.json")),
      ...each("s3:PutObject", s3("out/other/manifest.json")),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/own`, {
        "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
      }),
      ...each("kms:Decrypt kms:GenerateDataKey", `${here("kms")}key/other`, {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
      }),
    ],
  },
  {
    title: "a distributed map without a label, over one object",
    workflow: embedded(
      {
        all: {
          Type: "Map",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "JSON" },
            Parameters: { Bucket: "in", Key: "all.json" },
          },
          ...item1,
          End: true,
        },
      },
      "all",
    ),
    calls: [
      ...each("states:StartExecution", self),
      ...within("states:DescribeExecution states:StopExecution states:RedriveExecution", run("any")),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller:one`),
      ...each("s3:GetObject", s3("in/all.json")),
    ],
    neighbours: [
      ...each("states:StartExecution", `${self}-2`),
      ...each("states:RedriveExecution", `${here("states")}execution:shop-caller:one`),
      ...each(
        "states:DescribeExecution states:StopExecution states:RedriveExecution",
        `${here("states")}execution:shop-other/any:one`,
      ),
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:shop-caller-2:one`),
      ...each("s3:GetObject", s3("in/some.json")),
    ],
  },
  {
    title: "a call with another account's role needs that role alone",
    workflow: embedded(
      {
        theirs: {
          Type: "Task",
          Resource: "arn:aws:states:::dynamodb:getItem",
          Parameters: { TableName: "theirs", Key: item },
          Credentials: { RoleArn: assumed },
          End: true,
        },
      },
      "theirs",
    ),
    calls: each("sts:AssumeRole", assumed),
    neighbours: [...each("sts:AssumeRole", role("admin")), ...each("dynamodb:GetItem", table("theirs"))],
  },
  {
    title: "an activity needs nothing",
    workflow: embedded({ wait: { Type: "Task", Resource: `${here("states")}activity:people`, End: true } }, "wait"),
    calls: [],
    neighbours: each("states:GetActivityTask states:SendTaskSuccess", `${here("states")}activity:people`),
  },
  {
    title: "a function by its ARN as the resource",
    workflow: embedded({ call: { Type: "Task", Resource: `${here("lambda")}function:old`, End: true } }, "call"),
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:old`),
    neighbours: each("lambda:InvokeFunction", `${here("lambda")}function:older`),
  },
  {
    title: "what is known only at run time, by the author's permission",
    workflow: calling(
      (w, { name }) => w.run(aws.dynamodb.getItem({ TableName: name, Key: item })),
      [
        {
          actions: ["dynamodb:GetItem"],
          resources: ["arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-*"],
        },
      ],
    ),
    calls: within("dynamodb:GetItem", table("shop-orders")),
    neighbours: [...each("dynamodb:GetItem", table("people")), ...each("dynamodb:PutItem", table("shop-orders"))],
  },
]

/** What is deployed beside the caller. */
export const beside: readonly Workflow[] = [child, quick]

export const integrations: readonly Integration[] = [...optimised, ...bySdk, ...own]
