// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { flag, integer, oneOf, type Shape, structure, text } from "../shape.ts"

/** What AWS Step Functions answers, by action. */
export const stepfunctions: Readonly<Record<string, Shape>> = {
  startExecution: structure({ ExecutionArn: text({ min: 1, max: 256 }), StartDate: text() }, [
    "ExecutionArn",
    "StartDate",
  ]),
  describeExecution: structure(
    {
      ExecutionArn: text({ min: 1, max: 256 }),
      StateMachineArn: text({ min: 1, max: 256 }),
      Name: text({ min: 1, max: 80 }),
      Status: oneOf("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"),
      StartDate: text(),
      StopDate: text(),
      Input: text({ max: 262144 }),
      InputDetails: structure({ Included: flag }),
      Output: text({ max: 262144 }),
      OutputDetails: structure({ Included: flag }),
      TraceHeader: text({ min: 0, max: 256 }),
      MapRunArn: text({ min: 1, max: 2000 }),
      Error: text({ min: 0, max: 256 }),
      Cause: text({ min: 0, max: 32768 }),
      StateMachineVersionArn: text({ min: 1, max: 256 }),
      StateMachineAliasArn: text({ min: 1, max: 256 }),
      RedriveCount: integer(),
      RedriveDate: text(),
      RedriveStatus: oneOf("REDRIVABLE", "NOT_REDRIVABLE", "REDRIVABLE_BY_MAP_RUN"),
      RedriveStatusReason: text({ max: 262144 }),
    },
    ["ExecutionArn", "StateMachineArn", "Status", "StartDate"],
  ),
}
