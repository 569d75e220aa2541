import type { StepFunctions } from "./service.ts"

/** The members of requests that name what they are about. */
const naming = [
  "executionArn",
  "mapRunArn",
  "stateMachineVersionArn",
  "stateMachineAliasArn",
  "stateMachineArn",
  "activityArn",
  "resourceArn",
] as const

/**
 * The ARNs that a request is about. What is yet to be made has the ARN that it will have; an alias's routes are named
 * with it. Every member that names something counts, whatever the operation: one that it does not read must not stand
 * in for the one that it does. (AWS: service authorization reference, Step Functions)
 */
export function resourcesOf(
  operation: string,
  request: Readonly<Record<string, unknown>> | undefined,
  { region, account }: Pick<StepFunctions, "region" | "account">,
): readonly string[] {
  const made = { CreateStateMachine: "stateMachine", CreateActivity: "activity" }[operation]
  if (made !== undefined && typeof request?.["name"] === "string") {
    return [`arn:aws:states:${region}:${account}:${made}:${request["name"]}`]
  }
  if (operation === "CreateStateMachineAlias" && Array.isArray(request?.["routingConfiguration"])) {
    const routes = request["routingConfiguration"] as readonly { readonly stateMachineVersionArn?: unknown }[]
    const versions = routes.map((route) => route?.stateMachineVersionArn).filter((arn) => typeof arn === "string")
    if (versions.length > 0) return versions
  }
  const named = naming.map((member) => request?.[member]).filter((value) => typeof value === "string")
  return named.length > 0 ? named : ["*"]
}
