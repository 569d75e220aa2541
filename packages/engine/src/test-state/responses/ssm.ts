// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { integer, oneOf, type Shape, structure, text } from "../shape.ts"

/** What AWS Systems Manager answers, by action. */
export const ssm: Readonly<Record<string, Shape>> = {
  getParameter: structure({
    Parameter: structure({
      Name: text({ min: 1, max: 2048 }),
      Type: oneOf("String", "StringList", "SecureString"),
      Value: text(),
      Version: integer(),
      Selector: text({ min: 0, max: 128 }),
      SourceResult: text(),
      LastModifiedDate: text(),
      ARN: text(),
      DataType: text({ min: 0, max: 128 }),
    }),
  }),
}
