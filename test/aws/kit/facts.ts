/** Where the templates of these tests are deployed to. */
export const facts = {
  "AWS::AccountId": "111122223333",
  "AWS::Partition": "aws",
  "AWS::Region": "eu-west-1",
  "AWS::StackName": "stack",
  "AWS::URLSuffix": "amazonaws.com",
} as const

/** `arn:aws:service:eu-west-1:111122223333:` */
export function here(service: string): string {
  return `arn:aws:${service}:eu-west-1:111122223333:`
}
