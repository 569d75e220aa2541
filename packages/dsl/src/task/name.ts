import { misuse } from "../scope/tracing.ts"

const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/** Reports a name that AWS would refuse. (AWS: API reference, Name) */
export function checkName(name: string, what: string): void {
  if (name.length >= 1 && name.length <= 80 && !forbidden.test(name)) return
  misuse("NAME_INVALID", `The ${what} name ${JSON.stringify(name)} is not allowed.`)
}

/** Reports an error name of an author's own that is reserved, or too long. */
export function checkErrorName(name: string): void {
  if (name.length >= 1 && name.length <= 256 && !name.startsWith("States.")) return
  misuse("ERROR_NAME_INVALID", `The error name ${JSON.stringify(name)} is not allowed.`)
}

/** The errors of the States Language itself. (AWS: "Handling errors in Step Functions workflows") */
const ownErrors: ReadonlySet<string> = new Set(
  [
    "ALL",
    "BranchFailed",
    "DataLimitExceeded",
    "ExceedToleratedFailureThreshold",
    "HeartbeatTimeout",
    "Http.Socket",
    "IntrinsicFailure",
    "ItemReaderFailed",
    "NoChoiceMatched",
    "ParameterPathFailure",
    "Permissions",
    "QueryEvaluationError",
    "ResultPathMatchFailure",
    "ResultWriterFailed",
    "Runtime",
    "TaskFailed",
    "Timeout",
  ].map((name) => `States.${name}`),
)

/** Reports the name of an error to handle or retry that no error can have. */
export function checkHandledName(name: string): void {
  const known = !name.startsWith("States.") || ownErrors.has(name) || /^States\.Http\.StatusCode\.\d{3}$/.test(name)
  if (known && name.length >= 1 && name.length <= 256) return
  misuse("ERROR_NAME_INVALID", `No error can be called ${JSON.stringify(name)}.`)
}
