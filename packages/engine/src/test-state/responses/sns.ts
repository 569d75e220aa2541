// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { type Shape, structure, text } from "../shape.ts"

/** What Amazon SNS answers, by action. */
export const sns: Readonly<Record<string, Shape>> = {
  publish: structure({ MessageId: text(), SequenceNumber: text() }),
}
