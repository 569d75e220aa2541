import type { Json } from "../asl/json.ts"
import type { ChildEnd, MapRunUpdated } from "../core/index.ts"

/** Word from outside, as it waits in an execution's inbox. A stored format: add optional members only. */
export type InboxMessage =
  | { readonly type: "TokenSucceeded"; readonly token: string; readonly output: Json; readonly child?: ChildEnd }
  | {
      readonly type: "TokenFailed"
      readonly token: string
      readonly error?: string
      readonly cause?: string
      readonly child?: ChildEnd
      /** As the fact's. */
      readonly again?: true
    }
  /** `at`: when it was sent, in milliseconds since 1970. */
  | { readonly type: "TokenHeartbeat"; readonly token: string; readonly at: number }
  /** An activity's worker took the task. */
  | { readonly type: "TaskTaken"; readonly token: string; readonly worker?: string }
  | { readonly type: "StopRequested"; readonly error?: string; readonly cause?: string }
  | { readonly type: "CancelRequested"; readonly cause?: string; readonly by?: string; readonly revive?: boolean }
  /** As the fact of the same name. */
  | ({ readonly type: "MapRunUpdated" } & Omit<MapRunUpdated, "at" | "digest">)
  /** As the fact of the same name. */
  | { readonly type: "RedriveRequested"; readonly anew?: boolean; readonly awaitedBy?: string }

export function messageText(message: InboxMessage): string {
  return JSON.stringify(message)
}

const types: ReadonlySet<unknown> = new Set<InboxMessage["type"]>([
  "TokenSucceeded",
  "TokenFailed",
  "TokenHeartbeat",
  "TaskTaken",
  "MapRunUpdated",
  "StopRequested",
  "CancelRequested",
  "RedriveRequested",
])

/** Undefined where this release does not know the message. */
export function readMessage(text: string): InboxMessage | undefined {
  try {
    const message = JSON.parse(text) as InboxMessage // written by messageText, where the type is one of ours
    return types.has(message.type) ? message : undefined
  } catch {
    return undefined
  }
}
