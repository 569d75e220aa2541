import { misuse } from "../scope/tracing.ts"
import type { LambdaData, PermissionData } from "../tree/index.ts"

/** How a task's function is deployed to AWS. (AWS: Lambda quotas) */
export interface LambdaOptions {
  /** MB, 128 to 10240; processing power grows with it. Default: the deployment's, 256. */
  readonly memory?: number
  /** MB of `/tmp`, 512 to 10240; default 512. */
  readonly storage?: number
  /** What the function's name ends with: 1 to 64 letters, digits, `-` and `_`. Default: the task's name. */
  readonly name?: string
  /** The most copies that run at once; they are kept free for it. Default: as many as the account has. */
  readonly concurrency?: number
  /**
   * Variables of its environment. No secrets: everybody reads them who may look at the function. Give the name of the
   * secret, and the permission to read it.
   */
  readonly environment?: Readonly<Record<string, string>>
  /** What it may do on AWS. Default: write its logs. */
  readonly permissions?: readonly Permission[]
}

/** Actions of AWS on resources: an `Allow` of a policy. */
export interface Permission {
  /** `dynamodb:GetItem`; a `*` stands for the rest of a name. */
  readonly actions: readonly string[]
  /** ARNs, or `*`. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` stand for the deployment's. */
  readonly resources: readonly string[]
}

/** Options as data; reports what is out of bounds. */
export function lambdaOf(options: LambdaOptions, what: string): LambdaData {
  const { memory, storage, name, concurrency, environment = {}, permissions = [] } = options
  checkWhole(memory, 128, 10_240, `${what} asks for a memory of`, "MB")
  checkWhole(storage, 512, 10_240, `${what} asks for a storage of`, "MB")
  checkWhole(concurrency, 0, 1_000_000, `${what} asks for a concurrency of`, "copies")
  if (name !== undefined && !/^[\w-]{1,64}$/.test(name))
    misuse("LAMBDA_INVALID", `The function of ${what} cannot be called ${JSON.stringify(name)}.`)
  checkEnvironment(environment, what)
  checkPermissions(permissions, what)
  return options
}

/** Reports permissions that no policy can hold. */
export function checkPermissions(permissions: readonly PermissionData[], what: string): void {
  for (const { actions, resources } of permissions) {
    if (actions.length === 0 || resources.length === 0)
      misuse("PERMISSION_INVALID", `A permission of ${what} names no ${actions.length === 0 ? "action" : "resource"}.`)
    for (const action of actions)
      if (!/^[a-z0-9-]+:[\w*?]+$/i.test(action))
        misuse("PERMISSION_INVALID", `A permission of ${what} names the action ${JSON.stringify(action)}.`)
    for (const resource of resources)
      if (!isResource(resource))
        misuse("PERMISSION_INVALID", `A permission of ${what} names the resource ${JSON.stringify(resource)}.`)
  }
}

/** `*`, or an ARN in which only the deployment's own facts are left open. */
function isResource(text: string): boolean {
  const filled = text.replaceAll(/\$\{AWS::(Partition|Region|AccountId|StackName)\}/g, "x")
  return text === "*" || (/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(filled) && !filled.includes("${"))
}

// AWS: Lambda, "Defined runtime environment variables", those that are reserved.
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE|LOG_(GROUP|STREAM)_NAME|RUNTIME_API)|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/

function checkEnvironment(environment: Readonly<Record<string, string>>, what: string): void {
  let bytes = 0
  for (const [name, value] of Object.entries(environment)) {
    if (!/^[A-Za-z]\w+$/.test(name) || reserved.test(name) || typeof value !== "string")
      misuse("LAMBDA_INVALID", `The environment of ${what} cannot hold ${JSON.stringify(name)}.`)
    else bytes += new TextEncoder().encode(name + value).length
  }
  if (bytes > 4096) misuse("LAMBDA_INVALID", `The environment of ${what} has ${bytes} bytes; Lambda takes 4096.`)
}

function checkWhole(value: number | undefined, least: number, most: number, what: string, unit: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return
  misuse("LAMBDA_INVALID", `${what} ${value} ${unit}.`)
}
