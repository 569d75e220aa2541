// From the AWS service model (botocore 1.43.11, Apache-2.0): what the operations answer, keys in Pascal case.
import { flag, integer, list, number, record, type Shape, structure, text } from "../shape.ts"

const attributeValue: Shape = structure({
  S: text(),
  N: text(),
  B: text(),
  SS: list(text()),
  NS: list(text()),
  BS: list(text()),
  M: record(() => attributeValue),
  L: list(() => attributeValue),
  NULL: flag,
  BOOL: flag,
})
/** What Amazon DynamoDB answers, by action. */
export const dynamodb: Readonly<Record<string, Shape>> = {
  getItem: structure({
    Item: record(attributeValue),
    ConsumedCapacity: structure({
      TableName: text({ min: 1, max: 1024 }),
      CapacityUnits: number(),
      ReadCapacityUnits: number(),
      WriteCapacityUnits: number(),
      Table: structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      LocalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
      GlobalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
    }),
  }),
  putItem: structure({
    Attributes: record(attributeValue),
    ConsumedCapacity: structure({
      TableName: text({ min: 1, max: 1024 }),
      CapacityUnits: number(),
      ReadCapacityUnits: number(),
      WriteCapacityUnits: number(),
      Table: structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      LocalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
      GlobalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
    }),
    ItemCollectionMetrics: structure({
      ItemCollectionKey: record(attributeValue),
      SizeEstimateRangeGB: list(number()),
    }),
  }),
  updateItem: structure({
    Attributes: record(attributeValue),
    ConsumedCapacity: structure({
      TableName: text({ min: 1, max: 1024 }),
      CapacityUnits: number(),
      ReadCapacityUnits: number(),
      WriteCapacityUnits: number(),
      Table: structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      LocalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
      GlobalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
    }),
    ItemCollectionMetrics: structure({
      ItemCollectionKey: record(attributeValue),
      SizeEstimateRangeGB: list(number()),
    }),
  }),
  deleteItem: structure({
    Attributes: record(attributeValue),
    ConsumedCapacity: structure({
      TableName: text({ min: 1, max: 1024 }),
      CapacityUnits: number(),
      ReadCapacityUnits: number(),
      WriteCapacityUnits: number(),
      Table: structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      LocalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
      GlobalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
    }),
    ItemCollectionMetrics: structure({
      ItemCollectionKey: record(attributeValue),
      SizeEstimateRangeGB: list(number()),
    }),
  }),
  query: structure({
    Items: list(record(attributeValue)),
    Count: integer(),
    ScannedCount: integer(),
    LastEvaluatedKey: record(attributeValue),
    ConsumedCapacity: structure({
      TableName: text({ min: 1, max: 1024 }),
      CapacityUnits: number(),
      ReadCapacityUnits: number(),
      WriteCapacityUnits: number(),
      Table: structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      LocalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
      GlobalSecondaryIndexes: record(
        structure({ ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() }),
      ),
    }),
  }),
}
