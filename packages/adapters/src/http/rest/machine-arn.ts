import type { StepFunctions } from "../sfn/index.ts"

/** The ARN of a state machine that is named by its ARN or by its name alone. */
export function machineArnOf({ region, account }: StepFunctions, nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : `arn:aws:states:${region}:${account}:stateMachine:${nameOrArn}`
}
