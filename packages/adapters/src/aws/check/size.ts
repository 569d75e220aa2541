import type { Draft } from "../draft.ts"
import type { Template, Value } from "../template.ts"

// AWS: CloudFormation quotas; a body that is uploaded to S3, as `package` and `deploy --s3-bucket` do.
const most = { resources: 500, parameters: 200, outputs: 200, bytes: 1_000_000 } as const
/** Of all policies that stand in a role. (AWS: IAM quotas) */
const mostPolicyCharacters = 10_240

/** Reports what of a template is more than AWS takes. */
export function checkSize(template: Template, draft: Draft): void {
  const counted = {
    resources: Object.keys(template.Resources).length,
    parameters: Object.keys(template.Parameters).length,
    outputs: Object.keys(template.Outputs).length,
    bytes: Buffer.byteLength(JSON.stringify(template, null, 2)),
  }
  for (const what of ["resources", "parameters", "outputs", "bytes"] as const)
    if (counted[what] > most[what])
      draft.report("AWS_TOO_LARGE", `The template has ${counted[what]} ${what}; CloudFormation takes ${most[what]}.`)
  for (const [id, { Type: type, Properties: properties }] of Object.entries(template.Resources)) {
    const length = type === "AWS::IAM::Role" ? characters(properties?.Policies ?? []) : 0
    if (length > mostPolicyCharacters)
      draft.report(
        "AWS_TOO_LARGE",
        `The policy of ${id} comes to about ${length} characters; IAM takes ${mostPolicyCharacters}.`,
      )
  }
}

/** About how long a policy is once its expressions are filled in: white space does not count. */
function characters(policies: Value): number {
  return JSON.stringify(policies)
    .replaceAll(/\{"Fn::GetAtt":\[[^\]]*\]\}|\{"Ref":"[^"]*"\}/g, '"${A.Arn}"')
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1")
    .replaceAll(/\$\{\w+\.Arn\}/g, "x".repeat(arnLength))
    .replaceAll(/\$\{[\w:]+\}/g, "x".repeat(nameLength)).length
}

// Of an ARN with region, account and a name of some length, and of such a name.
const arnLength = 90
const nameLength = 14
