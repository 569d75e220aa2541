/**
 * A key of a binding file as the engine looks for it: of a `Resource` as it stands in a definition
 * (`arn:aws:states:::sqs:sendMessage.waitForTaskToken`) the service and its action; of anything else itself.
 */
export function resourceKey(key: string): string {
  const integration = /^arn:aws[\w-]*:states:::(.+)$/.exec(key)?.[1]
  return integration === undefined ? key : integration.replace(/\.(sync(:\d+)?|waitForTaskToken)$/, "")
}
