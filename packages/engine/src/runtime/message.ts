import type { Json } from "../asl/json.ts"

/** Word from outside, as it waits in an execution's inbox. A stored format: add optional members only. */
export type InboxMessage =
  | { readonly type: "TokenSucceeded"; readonly token: string; readonly output: Json }
  | { readonly type: "TokenFailed"; readonly token: string; readonly error?: string; readonly cause?: string }
  /** `at`: when it was sent, in milliseconds since 1970. */
  | { readonly type: "TokenHeartbeat"; readonly token: string; readonly at: number }
  | { readonly type: "StopRequested"; readonly error?: string; readonly cause?: string }
  | { readonly type: "RedriveRequested" }

export function messageText(message: InboxMessage): string {
  return JSON.stringify(message)
}

export function readMessage(text: string): InboxMessage {
  return JSON.parse(text) as InboxMessage // written by messageText
}
