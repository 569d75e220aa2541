export { sfnClient, type SfnClientOptions } from "./sfn-client.ts"
