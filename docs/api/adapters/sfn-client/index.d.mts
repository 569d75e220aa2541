import { SFNClient, SFNClientConfig } from "@aws-sdk/client-sfn";
/** Where Stepwright serves, and whatever else the SDK's client takes. */
interface SfnClientOptions extends Omit<SFNClientConfig, "disableHostPrefix"> {
  /** `http://127.0.0.1:8083` */
  readonly endpoint: string;
}
/**
 * AWS's client for Step Functions, speaking to Stepwright. By itself it would put `sync-` before the host of synchronous
 * executions, which leads nowhere here. Region: `us-east-1` where none is
 * given, as `stepwright serve` has it. Credentials are looked for as always, and must be there even for a server without
 * keys.
 */
export declare function sfnClient({ region, ...options }: SfnClientOptions): SFNClient;
export type { SfnClientOptions };