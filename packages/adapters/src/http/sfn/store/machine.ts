import type { Deployment } from "@stepwright/engine"

/** What is stored of a state machine: one document, so that whatever changes of it changes at once. Times in ms. */
export interface StoredMachine extends Deployment {
  readonly name: string
  readonly type: "STANDARD" | "EXPRESS"
  readonly createdAt: number
  /** It goes as soon as nothing of it runs. */
  readonly deleting?: true
  /** What it is now. */
  readonly revision: Revision
  /** Newest last. */
  readonly versions: readonly Version[]
  /** The number of the last version that was ever published. */
  readonly lastVersion: number
  readonly aliases: readonly Alias[]
  readonly tags: Readonly<Record<string, string>>
}

/** What executions start by. */
export interface Revision {
  /** Absent for the first one. */
  readonly id?: string
  /** sha256 of the definition's text: names its document. */
  readonly definition: string
  /** A stored plan's id. */
  readonly plan: string
  readonly roleArn: string
  readonly updatedAt: number
  readonly loggingConfiguration: LoggingConfiguration
  readonly tracingConfiguration: { readonly enabled: boolean }
  readonly encryptionConfiguration: { readonly type: "AWS_OWNED_KEY" }
}

export interface LoggingConfiguration {
  readonly level: "ALL" | "ERROR" | "FATAL" | "OFF"
  readonly includeExecutionData: boolean
  readonly destinations?: readonly {
    readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string | undefined } | undefined
  }[]
}

export interface Version {
  readonly number: number
  readonly description?: string
  readonly createdAt: number
  readonly revision: Revision
}

export interface Alias {
  readonly name: string
  readonly description?: string
  readonly routes: readonly Route[]
  readonly createdAt: number
  readonly updatedAt: number
}

/** Which version an alias leads to, and how many of a hundred starts. */
export interface Route {
  readonly version: number
  readonly weight: number
}
