import { type Expr, exprOf } from "./expr.ts"

/**
 * The name, URL or ARN of something that the deployment provides: a table, a queue, a connection. Stands whole as a field
 * of a service's arguments; no computation can read it (`RESOURCE_IN_EXPRESSION`).
 * @example aws.dynamodb.putItem({ TableName: resource("orders"), Item: { id: { S: order.id } } })
 */
export function resource(name: string): Expr<string> {
  return exprOf({ kind: "reference", of: { from: "resource", resource: name }, path: [], shape: { type: "string" } })
}
