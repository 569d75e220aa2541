import type { Workflow } from "@stepwright/dsl"

import type { AwsOptions } from "../aws/index.ts"
import type { LoadedModule } from "../aws/bundle/index.ts"

/** A module of handlers: a path, told from the current folder, a file URL, or what was loaded from it. */
export type HandlersModule = string | URL | LoadedModule

/** What a {@link StepwrightApp} is made of. */
export interface StepwrightAppProps extends Omit<AwsOptions, "resources"> {
  /** Those that they call come with them. */
  readonly workflows: readonly Workflow[]
  /** Modules that export handlers: `handle(task, …)` values, and tasks with a handler. Default: none. */
  readonly handlers?: HandlersModule | readonly HandlersModule[]
  /** What the names of its functions and state machines begin with. Default: the construct's id. */
  readonly name?: string
  /**
   * What stands behind `resource(…)`, by its name: `{ orders: table.tableName }`. Permissions name it. Whatever is missing
   * stays a parameter of the stack.
   */
  readonly resources?: Readonly<Record<string, string>>
  /**
   * Values of the template's parameters, by name: `{ AlarmEmail: "…", EncryptionKeyArn: key.keyArn }`. The others have their
   * defaults: a deployment that the code does not speak of would keep what it was told once.
   */
  readonly parameters?: Readonly<Record<string, string | number>>
  /** Packages that the functions have from elsewhere, as a layer. AWS's SDK always is. */
  readonly external?: readonly string[]
  /** Functions trace by OpenTelemetry. Default: false. */
  readonly telemetry?: boolean
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string
}
