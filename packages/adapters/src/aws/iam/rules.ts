import { grant, passing, type Rule, toldBy } from "./rule.ts"

const execution = grant("states:DescribeExecution states:StopExecution", "{StateMachineArn>execution}:*")
const cluster = "arn:P:elasticmapreduce:R:A:cluster/{ClusterId}"
const noScope = "AWS knows no resource for it."

function sagemaker(action: string, kind: string, name: string, described: string, rule: string): Rule {
  return {
    call: [
      grant(`sagemaker:${action}`, `arn:P:sagemaker:R:A:${kind}/{${name}}`),
      passing("RoleArn", "sagemaker.amazonaws.com"),
    ],
    job: [
      grant(`sagemaker:Describe${described} sagemaker:Stop${described}`, `arn:P:sagemaker:R:A:${kind}/{${name}}`),
      toldBy(rule),
    ],
  }
}

/**
 * The optimised integrations, by what follows `arn:aws:states:::`.
 * Sources: AWS, "How Step Functions generates IAM policies for integrated services", and the Service Authorization Reference.
 */
export const rules: Readonly<Record<string, Rule>> = {
  "lambda:invoke": { call: [grant("lambda:InvokeFunction", "arn:P:lambda:R:A:function:{FunctionName}{:Qualifier}")] },

  "dynamodb:getItem": { call: [grant("dynamodb:GetItem", "arn:P:dynamodb:R:A:table/{TableName}")] },
  "dynamodb:putItem": { call: [grant("dynamodb:PutItem", "arn:P:dynamodb:R:A:table/{TableName}")] },
  "dynamodb:updateItem": { call: [grant("dynamodb:UpdateItem", "arn:P:dynamodb:R:A:table/{TableName}")] },
  "dynamodb:deleteItem": { call: [grant("dynamodb:DeleteItem", "arn:P:dynamodb:R:A:table/{TableName}")] },

  "sqs:sendMessage": { call: [grant("sqs:SendMessage", "{QueueUrl>queue}")] },
  "sns:publish": {
    call: [
      grant("sns:Publish", "{TopicArn|TargetArn}", { given: "TopicArn|TargetArn" }),
      // A telephone has no ARN; topics have, and are left out.
      grant("sns:Publish", "arn:P:sns:*:*:*", { except: true, given: "PhoneNumber" }),
    ],
  },
  "events:putEvents": {
    call: [grant("events:PutEvents", "arn:P:events:R:A:event-bus/{Entries[].EventBusName=default}")],
  },

  "states:startExecution": {
    // A version or alias is authorised by its state machine's ARN. (AWS: "Authorization for versions and aliases")
    call: [grant("states:StartExecution", "{StateMachineArn>unqualified}")],
    job: [execution, toldBy("StepFunctionsGetEventsForStepFunctionsExecutionRule")],
  },

  "ecs:runTask": {
    call: [
      grant("ecs:RunTask", "arn:P:ecs:R:A:task-definition/{TaskDefinition>revisions}", {
        when: { ArnEquals: { "ecs:cluster": "arn:P:ecs:R:A:cluster/{Cluster>last=default}" } },
      }),
      passing("Overrides.TaskRoleArn", "ecs-tasks.amazonaws.com"),
      passing("Overrides.ExecutionRoleArn", "ecs-tasks.amazonaws.com"),
    ],
    job: [
      grant("ecs:StopTask ecs:DescribeTasks", "arn:P:ecs:R:A:task/{Cluster>last=default}/*"),
      toldBy("StepFunctionsGetEventsForECSTaskRule"),
    ],
  },

  "batch:submitJob": {
    call: [
      grant(
        "batch:SubmitJob",
        "arn:P:batch:R:A:job-definition/{JobDefinition>revisions} arn:P:batch:R:A:job-queue/{JobQueue}",
      ),
    ],
    job: [
      grant("batch:DescribeJobs", "*", { why: noScope }),
      grant("batch:TerminateJob", "arn:P:batch:R:A:job/*"),
      toldBy("StepFunctionsGetEventsForBatchJobsRule"),
    ],
  },

  "glue:startJobRun": {
    call: [grant("glue:StartJobRun", "arn:P:glue:R:A:job/{JobName}")],
    job: [grant("glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun", "arn:P:glue:R:A:job/{JobName}")],
  },

  "codebuild:startBuild": {
    call: [grant("codebuild:StartBuild", "arn:P:codebuild:R:A:project/{ProjectName}")],
    job: [
      grant("codebuild:StopBuild codebuild:BatchGetBuilds", "arn:P:codebuild:R:A:project/{ProjectName}"),
      toldBy("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    ],
  },
  "codebuild:startBuildBatch": {
    call: [grant("codebuild:StartBuildBatch", "arn:P:codebuild:R:A:project/{ProjectName}")],
    job: [
      grant("codebuild:StopBuildBatch codebuild:BatchGetBuildBatches", "arn:P:codebuild:R:A:project/{ProjectName}"),
      toldBy("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    ],
  },

  "elasticmapreduce:createCluster": {
    call: [
      grant("elasticmapreduce:RunJobFlow", "*", { why: noScope }),
      passing("ServiceRole", "elasticmapreduce.amazonaws.com"),
      passing("JobFlowRole", "ec2.amazonaws.com"),
      passing("AutoScalingRole", "application-autoscaling.amazonaws.com"),
      grant("elasticmapreduce:AddTags", "arn:P:elasticmapreduce:R:A:cluster/*", { given: "Tags" }),
    ],
    job: [
      grant(
        "elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows",
        "arn:P:elasticmapreduce:R:A:cluster/*",
      ),
      toldBy("StepFunctionsGetEventForEMRRunJobFlowRule"),
    ],
  },
  "elasticmapreduce:terminateCluster": {
    call: [grant("elasticmapreduce:TerminateJobFlows", cluster)],
    job: [
      grant("elasticmapreduce:DescribeCluster", cluster),
      toldBy("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    ],
  },
  "elasticmapreduce:addStep": {
    call: [grant("elasticmapreduce:AddJobFlowSteps", cluster)],
    job: [
      grant("elasticmapreduce:DescribeStep elasticmapreduce:CancelSteps", cluster),
      toldBy("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    ],
  },
  "elasticmapreduce:cancelStep": { call: [grant("elasticmapreduce:CancelSteps", cluster)] },
  "elasticmapreduce:setClusterTerminationProtection": {
    call: [grant("elasticmapreduce:SetTerminationProtection", cluster)],
  },
  "elasticmapreduce:modifyInstanceFleetByName": {
    call: [grant("elasticmapreduce:ModifyInstanceFleet elasticmapreduce:ListInstanceFleets", cluster)],
  },
  "elasticmapreduce:modifyInstanceGroupByName": {
    call: [grant("elasticmapreduce:ModifyInstanceGroups elasticmapreduce:ListInstanceGroups", cluster)],
  },

  "athena:startQueryExecution": {
    call: [
      grant("athena:StartQueryExecution", "arn:P:athena:R:A:workgroup/{WorkGroup=primary}"),
      grant("athena:GetDataCatalog", "arn:P:athena:R:A:datacatalog/{QueryExecutionContext.Catalog=AwsDataCatalog}"),
      grant(
        "glue:GetDatabase glue:GetTable glue:GetTables glue:GetPartition glue:GetPartitions glue:BatchGetPartition",
        "arn:P:glue:R:A:catalog arn:P:glue:R:A:database/{QueryExecutionContext.Database=default} arn:P:glue:R:A:table/{QueryExecutionContext.Database=default}/*",
      ),
      grant(
        "s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads",
        "{ResultConfiguration.OutputLocation>bucket}",
        {
          given: "ResultConfiguration.OutputLocation",
        },
      ),
      grant(
        "s3:GetObject s3:PutObject s3:AbortMultipartUpload s3:ListMultipartUploadParts",
        "{ResultConfiguration.OutputLocation>objects}",
        { given: "ResultConfiguration.OutputLocation" },
      ),
    ],
    job: [
      grant("athena:GetQueryExecution athena:StopQueryExecution", "arn:P:athena:R:A:workgroup/{WorkGroup=primary}"),
    ],
  },
  "athena:stopQueryExecution": {
    call: [grant("athena:StopQueryExecution", "arn:P:athena:R:A:workgroup/{WorkGroup=primary}")],
  },
  "athena:getQueryExecution": {
    call: [grant("athena:GetQueryExecution", "arn:P:athena:R:A:workgroup/{WorkGroup=primary}")],
  },
  "athena:getQueryResults": {
    call: [grant("athena:GetQueryResults", "arn:P:athena:R:A:workgroup/{WorkGroup=primary}")],
  },

  "sagemaker:createTrainingJob": sagemaker(
    "CreateTrainingJob",
    "training-job",
    "TrainingJobName",
    "TrainingJob",
    "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
  ),
  "sagemaker:createTransformJob": sagemaker(
    "CreateTransformJob",
    "transform-job",
    "TransformJobName",
    "TransformJob",
    "StepFunctionsGetEventsForSageMakerTransformJobsRule",
  ),
  "sagemaker:createProcessingJob": sagemaker(
    "CreateProcessingJob",
    "processing-job",
    "ProcessingJobName",
    "ProcessingJob",
    "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
  ),
  "sagemaker:createLabelingJob": sagemaker(
    "CreateLabelingJob",
    "labeling-job",
    "LabelingJobName",
    "LabelingJob",
    "StepFunctionsGetEventsForSageMakerLabelingJobsRule",
  ),
  "sagemaker:createHyperParameterTuningJob": sagemaker(
    "CreateHyperParameterTuningJob",
    "hyper-parameter-tuning-job",
    "HyperParameterTuningJobName",
    "HyperParameterTuningJob",
    "StepFunctionsGetEventsForSageMakerTuningJobsRule",
  ),
  "sagemaker:createModel": {
    call: [
      grant("sagemaker:CreateModel", "arn:P:sagemaker:R:A:model/{ModelName}"),
      passing("ExecutionRoleArn", "sagemaker.amazonaws.com"),
    ],
  },
  "sagemaker:createEndpointConfig": {
    call: [grant("sagemaker:CreateEndpointConfig", "arn:P:sagemaker:R:A:endpoint-config/{EndpointConfigName}")],
  },
  "sagemaker:createEndpoint": {
    call: [
      grant(
        "sagemaker:CreateEndpoint",
        "arn:P:sagemaker:R:A:endpoint/{EndpointName} arn:P:sagemaker:R:A:endpoint-config/{EndpointConfigName}",
      ),
    ],
  },
  "sagemaker:updateEndpoint": {
    call: [
      grant(
        "sagemaker:UpdateEndpoint",
        "arn:P:sagemaker:R:A:endpoint/{EndpointName} arn:P:sagemaker:R:A:endpoint-config/{EndpointConfigName}",
      ),
    ],
  },

  "bedrock:invokeModel": { call: [grant("bedrock:InvokeModel", "arn:P:bedrock:R::foundation-model/{ModelId}")] },

  "http:invoke": {
    call: [
      grant("states:InvokeHTTPEndpoint", "{self}", {
        when: {
          StringEquals: { "states:HTTPMethod": "{Method}" },
          StringLike: { "states:HTTPEndpoint": "{ApiEndpoint>endpoint}" },
        },
      }),
      grant("events:RetrieveConnectionCredentials", "{Authentication.ConnectionArn|InvocationConfig.ConnectionArn}"),
      grant(
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
        "arn:P:secretsmanager:R:A:secret:events!connection/{Authentication.ConnectionArn|InvocationConfig.ConnectionArn>second}/*",
      ),
    ],
  },
}

/** What reads the items of a distributed Map, and what writes its results. (AWS: "IAM policies for using Distributed Map states") */
export const mapDataRules: Readonly<Record<string, Rule>> = {
  "s3:getObject": { call: [grant("s3:GetObject", "arn:P:s3:::{Bucket}/{Key?*}")] },
  "s3:listObjectsV2": {
    call: [
      grant("s3:ListBucket", "arn:P:s3:::{Bucket}"),
      // Where the objects themselves are read, not only listed.
      grant("s3:GetObject", "arn:P:s3:::{Bucket}/{Prefix?}*", { given: "Transformation" }),
    ],
  },
  "s3:putObject": {
    call: [
      grant(
        "s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload",
        "arn:P:s3:::{Bucket}/{Prefix?}*",
      ),
    ],
  },
}
