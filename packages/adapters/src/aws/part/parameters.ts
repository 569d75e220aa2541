import { prefixPattern } from "../names.ts"
import type { Parameter, Template, Value } from "../template.ts"

// AWS: CloudWatch Logs, PutRetentionPolicy.
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** What every deployment is asked, whatever its workflows. `functions`: whether there are any. */
export function ownParameters(
  prefix: string,
  longestPrefix: number,
  functions: boolean,
): Readonly<Record<string, Parameter>> {
  return {
    NamePrefix: {
      Type: "String",
      Description: "What the names of state machines, functions and log groups begin with: another for each stage.",
      Default: prefix,
      AllowedPattern: prefixPattern,
      MinLength: 1,
      MaxLength: Math.max(1, longestPrefix),
      ConstraintDescription: `must be 1 to ${longestPrefix} letters, digits and hyphens, a letter first`,
    },
    AlarmEmail: {
      Type: "String",
      Description: "Whom alarms are sent to; nobody where it is empty. The address has to confirm it once.",
      Default: "",
      AllowedPattern: "^$|^[^@\\s]+@[^@\\s]+$",
      ConstraintDescription: "must be an e-mail address, or empty",
    },
    FailedExecutionsThreshold: {
      Type: "Number",
      Description: "How many executions of one workflow fail within five minutes before the alarm.",
      Default: 1,
      MinValue: 1,
    },
    ...(functions ? { FunctionErrorsThreshold: functionErrors } : {}),
    ReleaseType: {
      Type: "String",
      Description:
        "How a new version takes over: ALL_AT_ONCE; CANARY, a part and then the rest; LINEAR, in equal parts.",
      Default: "ALL_AT_ONCE",
      AllowedValues: ["ALL_AT_ONCE", "CANARY", "LINEAR"],
    },
    ReleasePercentage: {
      Type: "Number",
      Description: "Of CANARY and LINEAR: the part of new executions, in percent, that each step moves.",
      Default: 10,
      MinValue: 1,
      MaxValue: 99,
    },
    ReleaseInterval: {
      Type: "Number",
      Description: "Of CANARY and LINEAR: the minutes between two steps, in which an alarm takes the release back.",
      Default: 5,
      MinValue: 1,
      MaxValue: 2100,
    },
    LogRetentionDays: {
      Type: "Number",
      Description: "How many days logs are kept.",
      Default: 30,
      AllowedValues: retentions,
    },
    EncryptionKeyArn: {
      Type: "String",
      Description:
        "The ARN of a KMS key of your own, for definitions, executions, logs, environments and dead letters; where it is empty, AWS's keys are used.",
      Default: "",
      AllowedPattern: "^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$",
      ConstraintDescription: "must be the ARN of a KMS key, or empty",
    },
  }
}

const functionErrors: Parameter = {
  Type: "Number",
  Description:
    "How many calls of one function fail within five minutes before the alarm; errors that a workflow expects count, too.",
  Default: 5,
  MinValue: 1,
}

/** What parts of a template are there by. */
export const conditions: Readonly<Record<string, Value>> = {
  HasAlarmEmail: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "AlarmEmail" }, ""] }] },
  HasEncryptionKey: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "EncryptionKeyArn" }, ""] }] },
  IsGradualRelease: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "ReleaseType" }, "ALL_AT_ONCE"] }] },
}

const groups: readonly (readonly [label: string, names: readonly string[]])[] = [
  ["Alarms", ["AlarmEmail", "FailedExecutionsThreshold", "FunctionErrorsThreshold"]],
  ["Releases", ["ReleaseType", "ReleasePercentage", "ReleaseInterval"]],
  ["Logs and encryption", ["LogRetentionDays", "EncryptionKeyArn"]],
]

/** How the console shows parameters: what stands behind the plans' resources first. */
export function metadata(parameters: Template["Parameters"]): Template["Metadata"] {
  const own = new Set(["NamePrefix", ...groups.flatMap(([, names]) => names)])
  const resources = Object.keys(parameters).filter((name) => !own.has(name))
  const shown: readonly (readonly [string, readonly string[]])[] = [
    ["Names", ["NamePrefix"]],
    ...(resources.length === 0 ? [] : [["What the workflows use", resources] as const]),
    ...groups,
  ]
  return {
    "AWS::CloudFormation::Interface": {
      ParameterGroups: shown.map(([label, names]) => ({
        Label: { default: label },
        Parameters: names.filter((name) => name in parameters),
      })),
      ParameterLabels: Object.fromEntries(Object.keys(parameters).map((name) => [name, { default: inWords(name) }])),
    },
  }
}

/** `Alarm email` of `AlarmEmail`. */
function inWords(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
