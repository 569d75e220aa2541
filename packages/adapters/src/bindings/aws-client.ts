import type { AwsService } from "./aws-service.ts"

/** What is used of any client of AWS's SDK. */
export interface AwsClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<AwsAnswer>
}

/** What any command answers. */
export interface AwsAnswer extends Readonly<Record<string, unknown>> {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
}

/** The SDK of one service. */
export interface AwsSdk {
  readonly client: AwsClient
  /** Undefined where the service has no such command. */
  command(name: string, input: unknown): object | undefined
}

/** Where a service is reached. */
export interface AwsPlace {
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
}

type Constructor<Made> = new (input: unknown) => Made

/**
 * The SDK of a service, and a client of its. A call is tried once: the state's `Retry` decides.
 * @throws {Error} naming the package, where it is not installed
 */
export async function openAws(service: AwsService, { region, endpoint }: AwsPlace): Promise<AwsSdk> {
  const module = await sdkOf(service)
  const Client = module[service.client] as Constructor<AwsClient> // as the package has it
  const client = new Client({
    maxAttempts: 1,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  })
  return {
    client,
    command(name, input) {
      const Command = module[`${name}Command`]
      return typeof Command === "function" ? new (Command as Constructor<object>)(input) : undefined
    },
  }
}

/**
 * The package of a service.
 * @throws {Error} naming it, where it is not installed
 */
export async function sdkOf(service: AwsService): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(service.package)) as Readonly<Record<string, unknown>> // a namespace
  } catch (error) {
    throw new Error(`needs the package ${service.package}: npm install ${service.package}`, { cause: error })
  }
}
