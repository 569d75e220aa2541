import { here } from "../kit/facts.ts"
import { each, type Integration, passed, role, s3, service, within, told } from "./integration.ts"

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

/** Those that run jobs. */
export const jobs: readonly Integration[] = [
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
]
