import { EngineError } from "../errors.ts"

const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/** Where resources say that they are: what their ARNs begin with, before what kind they are. */
export type Home = `arn:aws:states:${string}:${string}`

/** A local engine's, unless it is told another. */
const localHome: Home = "arn:aws:states:local:000000000000"

/** Where an execution says that it is, from its id. */
export function homeOfId(id: string): Home {
  if (id.startsWith(localHome)) return localHome
  const [home] = /^arn:aws:states:[^:]*:[^:]*/.exec(id) ?? [localHome]
  return home as Home // as matched
}

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
export function machineArn(machine: string, home: Home): string {
  return `${home}:stateMachine:${machine}`
}

/** An execution's id: the ARN that its name gives it. One machine has one execution of a name. */
export function executionId(machine: string, name: string, home: Home = localHome): string {
  return `${home}:execution:${machine}:${name}`
}

/** The id of an EXPRESS machine's execution: a name may be started again, so each start has a text of its own. */
export function expressId(machine: string, name: string, start: string, home: Home = localHome): string {
  return `${home}:express:${machine}:${name}:${start}`
}

/** Whether an id is of an EXPRESS machine's execution. */
export function isExpressId(id: string): boolean {
  return id.startsWith(":express:", homeOfId(id).length)
}

/** An execution's name, from its id: the ARN's part before the start's where each start has one. */
export function executionNameOf(id: string): string {
  return id.split(":").at(isExpressId(id) ? -2 : -1) ?? id
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
