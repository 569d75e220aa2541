import type { Input } from "../expr/expr.ts"
import type { Call } from "../task/call.ts"
import type { Shape } from "../tree/index.ts"
import { serviceCall } from "./service.ts"

/** An attribute of an SQS or SNS message. */
export interface MessageAttribute {
  readonly DataType: "String" | "Number" | "Binary"
  readonly StringValue?: string
  readonly BinaryValue?: string
}

/** Arguments of `sqs:sendMessage`. A body that is not text is sent as JSON. */
export interface SendMessage {
  readonly QueueUrl: string
  readonly MessageBody: unknown
  readonly DelaySeconds?: number
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>
}

/** Arguments of `sns:publish`. A message that is not text is sent as JSON. */
export interface Publish {
  readonly TopicArn?: string
  readonly TargetArn?: string
  readonly PhoneNumber?: string
  readonly Message: unknown
  readonly Subject?: string
  readonly MessageStructure?: "json"
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>
}

/** Arguments of `events:putEvents`. A typed event is published by `w.emit`. */
export interface PutEvents {
  readonly Entries: readonly {
    readonly Detail: unknown
    readonly DetailType: string
    readonly Source: string
    readonly EventBusName?: string
    readonly Resources?: readonly string[]
    readonly Time?: string
  }[]
}

/** What `events:putEvents` answers. */
export interface PutEventsResult {
  readonly FailedEntryCount: number
  readonly Entries: readonly {
    readonly EventId?: string
    readonly ErrorCode?: string
    readonly ErrorMessage?: string
  }[]
}

/** What sending or publishing answers. */
export interface SentMessage {
  readonly MessageId: string
}

const text: Shape = { type: "string" }
const sentShape: Shape = { type: "object", fields: { MessageId: text } }
const optionalText: Shape = { ...text, optional: true }
const putEventsShape: Shape = {
  type: "object",
  fields: {
    FailedEntryCount: { type: "integer" },
    Entries: {
      type: "array",
      items: { type: "object", fields: { EventId: optionalText, ErrorCode: optionalText, ErrorMessage: optionalText } },
    },
  },
}

/** SQS, called by Step Functions itself. */
export const sqs: { readonly sendMessage: (args: Input<SendMessage>) => Call<SentMessage, SendMessage> } = {
  sendMessage: (args) => serviceCall("sqs:sendMessage", args, sentShape),
}

/** SNS, called by Step Functions itself. */
export const sns: { readonly publish: (args: Input<Publish>) => Call<SentMessage, Publish> } = {
  publish: (args) => serviceCall("sns:publish", args, sentShape),
}

/** EventBridge, called by Step Functions itself. */
export const events: { readonly putEvents: (args: Input<PutEvents>) => Call<PutEventsResult, PutEvents> } = {
  putEvents: (args) => serviceCall("events:putEvents", args, putEventsShape),
}
