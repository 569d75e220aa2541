import { ApiError } from "../api-error.ts"

const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/**
 * Of a state machine, an execution or an activity. (AWS: API reference, CreateStateMachine, name)
 * @throws {ApiError} `InvalidName`
 */
export function checkName(name: string): void {
  if (name.length === 0 || forbidden.test(name) || !name.isWellFormed()) throw invalidName(name)
}

export function invalidName(name: string): ApiError {
  return new ApiError("InvalidName", `Invalid Name: '${name}'`)
}
