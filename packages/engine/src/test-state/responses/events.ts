// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { integer, list, type Shape, structure, text } from "../shape.ts"

/** What Amazon EventBridge answers, by action. */
export const events: Readonly<Record<string, Shape>> = {
  putEvents: structure({
    FailedEntryCount: integer(),
    Entries: list(structure({ EventId: text({ max: 64 }), ErrorCode: text(), ErrorMessage: text() })),
  }),
}
