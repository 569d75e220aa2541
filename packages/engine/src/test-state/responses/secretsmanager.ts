// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { list, type Shape, structure, text } from "../shape.ts"

/** What AWS Secrets Manager answers, by action. */
export const secretsmanager: Readonly<Record<string, Shape>> = {
  getSecretValue: structure({
    ARN: text({ min: 20, max: 2048 }),
    Name: text({ min: 1, max: 256 }),
    VersionId: text({ min: 32, max: 64 }),
    SecretBinary: text({ min: 1, max: 65536 }),
    SecretString: text({ min: 1, max: 65536 }),
    VersionStages: list(text({ min: 1, max: 256 })),
    CreatedDate: text(),
  }),
}
