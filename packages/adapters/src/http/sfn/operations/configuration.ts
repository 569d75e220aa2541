import { ApiError } from "../api-error.ts"
import { invalidArn } from "../arn.ts"
import type { Request } from "../request/shape.ts"
import type { LoggingConfiguration, Revision } from "../store/machine.ts"

/** What a revision is beside its definition, as requests hold it. */
export const configurationMembers = {
  loggingConfiguration: {
    kind: "structure",
    members: {
      level: { kind: "text", values: ["ALL", "ERROR", "FATAL", "OFF"] },
      includeExecutionData: { kind: "boolean" },
      destinations: {
        kind: "list",
        of: {
          kind: "structure",
          members: {
            cloudWatchLogsLogGroup: {
              kind: "structure",
              members: { logGroupArn: { kind: "text", least: 1, most: 256 } },
            },
          },
        },
      },
    },
  },
  tracingConfiguration: { kind: "structure", members: { enabled: { kind: "boolean" } } },
  encryptionConfiguration: {
    kind: "structure",
    members: {
      kmsKeyId: { kind: "text", least: 1, most: 2048 },
      kmsDataKeyReusePeriodSeconds: { kind: "integer", least: 60, most: 900 },
      type: { kind: "text", values: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"], required: true },
    },
  },
} as const

type Given = Request<typeof configurationMembers>
type Configuration = Pick<Revision, "loggingConfiguration" | "tracingConfiguration" | "encryptionConfiguration">

export const defaultConfiguration: Configuration = {
  loggingConfiguration: { level: "OFF", includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: "AWS_OWNED_KEY" },
}

/**
 * A configuration from a request; what it leaves out stays as it was. Kept and shown, no more: logs, traces and keys are
 * the engine's business.
 * @throws {ApiError} `InvalidLoggingConfiguration`, `InvalidEncryptionConfiguration`
 */
export function configurationFrom(given: Given, was: Configuration = defaultConfiguration): Configuration {
  checkEncryption(given.encryptionConfiguration)
  return {
    loggingConfiguration:
      given.loggingConfiguration === undefined ? was.loggingConfiguration : loggingFrom(given.loggingConfiguration),
    tracingConfiguration:
      given.tracingConfiguration === undefined
        ? was.tracingConfiguration
        : { enabled: given.tracingConfiguration.enabled ?? false },
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
  }
}

/** @throws {ApiError} `InvalidEncryptionConfiguration` */
export function checkEncryption(given: Given["encryptionConfiguration"]): void {
  if (given === undefined) return
  const refuse = (why: string): ApiError =>
    new ApiError("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${why}`)
  if (given.type === "AWS_OWNED_KEY") {
    if (given.kmsKeyId === undefined && given.kmsDataKeyReusePeriodSeconds === undefined) return
    throw refuse("kmsKeyId and kmsDataKeyReusePeriodSeconds are not allowed with AWS_OWNED_KEY.")
  }
  throw refuse(
    "CUSTOMER_MANAGED_KMS_KEY is not supported here. Encrypt the backend with `encrypted` of @stepwright/adapters/encryption.",
  )
}

/** @throws {ApiError} `InvalidArn` */
export function checkRole(roleArn: string): void {
  if (!roleArn.startsWith("arn:")) throw invalidArn(`Invalid ARN prefix: ${roleArn}`)
}

function loggingFrom(given: NonNullable<Given["loggingConfiguration"]>): LoggingConfiguration {
  const { level = "OFF", includeExecutionData = false, destinations } = given
  const refuse = (why: string): ApiError =>
    new ApiError("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${why}`)
  const count = destinations?.length ?? 0
  if (count > 1 || (level !== "OFF" && count === 0)) throw refuse("Must specify exactly one Log Destination.")
  for (const { cloudWatchLogsLogGroup } of destinations ?? []) {
    if (cloudWatchLogsLogGroup?.logGroupArn?.startsWith("arn:") !== true)
      throw refuse("Must set valid CloudWatch Log Group ARN.")
  }
  return { level, includeExecutionData, ...(destinations === undefined ? {} : { destinations }) }
}
