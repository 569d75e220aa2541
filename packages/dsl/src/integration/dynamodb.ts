import type { Input } from "../expr/expr.ts"
import type { Call } from "../task/call.ts"
import { type Shape, unknownShape } from "../tree/index.ts"
import { serviceCall } from "./service.ts"

/** A DynamoDB value, tagged by its type. Numbers are text. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly M: { readonly [name: string]: AttributeValue } }
  | { readonly L: readonly AttributeValue[] }

/** A DynamoDB item. */
export interface Attributes {
  readonly [name: string]: AttributeValue
}

/** What every action on one item takes. */
interface OnTable {
  readonly TableName: string
  readonly ReturnConsumedCapacity?: "INDEXES" | "TOTAL" | "NONE"
}

interface Conditional extends OnTable {
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Attributes
}

/** Arguments of `dynamodb:getItem`. */
export interface GetItem extends OnTable {
  readonly Key: Attributes
  readonly ConsistentRead?: boolean
  readonly ProjectionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
}

/** Arguments of `dynamodb:putItem`. */
export interface PutItem extends Conditional {
  readonly Item: Attributes
  readonly ReturnValues?: "NONE" | "ALL_OLD"
}

/** Arguments of `dynamodb:updateItem`. */
export interface UpdateItem extends Conditional {
  readonly Key: Attributes
  readonly UpdateExpression: string
  readonly ReturnValues?: "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW"
}

/** Arguments of `dynamodb:deleteItem`. */
export interface DeleteItem extends Conditional {
  readonly Key: Attributes
  readonly ReturnValues?: "NONE" | "ALL_OLD"
}

const itemShape: Shape = { type: "object", fields: { Item: { ...unknownShape, optional: true } } }
const changedShape: Shape = { type: "object", fields: { Attributes: { ...unknownShape, optional: true } } }

/** What `dynamodb:getItem` answers; no `Item` where there is none. */
export interface FoundItem<T> {
  readonly Item?: T
}

/** What a change of an item answers where `ReturnValues` asks for it. */
export interface ChangedItem<T> {
  readonly Attributes?: T
}

/**
 * DynamoDB, called by Step Functions itself. `T` is the item's type, by the author's word.
 * @example aws.dynamodb.getItem<{ total: { N: string } }>({ TableName: resource("orders"), Key: { id: { S: id } } })
 */
export const dynamodb: {
  readonly getItem: <T = Attributes>(args: Input<GetItem>) => Call<FoundItem<T>, GetItem>
  readonly putItem: <T = Attributes>(args: Input<PutItem>) => Call<ChangedItem<T>, PutItem>
  readonly updateItem: <T = Attributes>(args: Input<UpdateItem>) => Call<ChangedItem<T>, UpdateItem>
  readonly deleteItem: <T = Attributes>(args: Input<DeleteItem>) => Call<ChangedItem<T>, DeleteItem>
} = {
  getItem: (args) => serviceCall("dynamodb:getItem", args, itemShape),
  putItem: (args) => serviceCall("dynamodb:putItem", args, changedShape),
  updateItem: (args) => serviceCall("dynamodb:updateItem", args, changedShape),
  deleteItem: (args) => serviceCall("dynamodb:deleteItem", args, changedShape),
}
