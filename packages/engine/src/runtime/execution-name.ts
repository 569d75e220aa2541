import { EngineError } from "../errors.ts"

const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/** Where a local engine's resources live, in the form of AWS's ARNs. */
const home = "local:000000000000"

/** @throws {EngineError} `NAME_INVALID` (AWS: API reference, StartExecution, name) */
export function checkExecutionName(name: string): void {
  if (isExecutionName(name)) return
  throw new EngineError({ code: "NAME_INVALID", message: `The execution name ${JSON.stringify(name)} is not allowed.` })
}

/** @throws {EngineError} `NAME_INVALID` (AWS: API reference, CreateStateMachine, name) */
export function checkMachineName(name: string): void {
  if (isExecutionName(name)) return
  throw new EngineError({
    code: "NAME_INVALID",
    message: `The state machine name ${JSON.stringify(name)} is not allowed.`,
  })
}

/** Whether an execution may have this name; a state machine, too. */
export function isExecutionName(name: string): boolean {
  return name.length >= 1 && name.length <= 80 && !forbidden.test(name)
}

/** The ARN of a state machine here. */
export function machineArn(machine: string): string {
  return `arn:aws:states:${home}:stateMachine:${machine}`
}

/** An execution's id: the ARN that its name gives it. One machine has one execution of a name. */
export function executionId(machine: string, name: string): string {
  return `arn:aws:states:${home}:execution:${machine}:${name}`
}

/** The id of an EXPRESS machine's execution: a name may be started again, so each start has a text of its own. */
export function expressId(machine: string, name: string, start: string): string {
  return `${expressHome}:${machine}:${name}:${start}`
}

const expressHome = `arn:aws:states:${home}:express`

/** Whether an id is of an EXPRESS machine's execution. */
export function isExpressId(id: string): boolean {
  return id.startsWith(`${expressHome}:`)
}

/** The machine of an execution, from its id: `order`, or `order/label` for a distributed Map's child. */
export function machineOfExecution(id: string): string {
  const kind = ":execution:"
  return id.slice(id.indexOf(kind) + kind.length, id.lastIndexOf(":"))
}

/** The workflow that an execution's machine belongs to: a distributed Map's child is one of its parent's. */
export function workflowOf(machine: string): string {
  const at = machine.indexOf("/")
  return at < 0 ? machine : machine.slice(0, at)
}

/** A state machine's name: itself, or the end of its ARN. */
export function machineName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf(":") + 1)
}
