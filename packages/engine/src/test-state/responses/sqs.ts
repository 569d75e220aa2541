// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { type Shape, structure, text } from "../shape.ts"

/** What Amazon SQS answers, by action. */
export const sqs: Readonly<Record<string, Shape>> = {
  sendMessage: structure({
    MD5OfMessageBody: text(),
    MD5OfMessageAttributes: text(),
    MD5OfMessageSystemAttributes: text(),
    MessageId: text(),
    SequenceNumber: text(),
  }),
}
