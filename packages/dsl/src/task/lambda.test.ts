import { z } from "zod"
import { expect, it } from "vitest"

import { DefinitionError, type Permission, task, type TaskData, workflow } from "../index.ts"
import type { LambdaOptions } from "./lambda.ts"

const table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders"

function define(lambda: LambdaOptions): TaskData {
  return task("charge", { input: z.object({}), lambda }).data
}

/** The codes and messages of what a definition is refused for. */
function problems(build: () => unknown): readonly string[] {
  try {
    build()
    return []
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return error.issues.map(({ code, message }) => `${code} ${message}`)
  }
}

it("keeps what a function is to be, beside the task", () => {
  const lambda: LambdaOptions = {
    memory: 512,
    storage: 1024,
    name: "pay",
    concurrency: 0,
    environment: { BOOKS_TABLE: "orders" },
    permissions: [{ actions: ["dynamodb:GetItem", "dynamodb:Put*"], resources: [table] }],
  }
  expect(define(lambda).lambda).toEqual(lambda)
  expect("lambda" in task("plain", { input: z.object({}) }).data).toBe(false)
})

it("keeps what a workflow's role may do", () => {
  const permissions: readonly Permission[] = [{ actions: ["dynamodb:GetItem"], resources: [table, "*"] }]
  expect(workflow("w", { permissions }, () => null).tree.permissions).toEqual(permissions)
  expect("permissions" in workflow("w", {}, () => null).tree).toBe(false)
})

it("names everything that is out of bounds at once", () => {
  const lambda: LambdaOptions = {
    memory: 64,
    storage: 10_241,
    name: "charge.card",
    concurrency: 1.5,
    environment: { AWS_REGION: "eu-west-1", "A-B": "", LONG: "x".repeat(4096) },
    permissions: [
      { actions: [], resources: ["*"] },
      { actions: ["GetItem"], resources: ["orders"] },
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::${Bucket}"] },
      { actions: ["s3:GetObject"], resources: [] },
    ],
  }
  expect(problems(() => define(lambda))).toEqual([
    "LAMBDA_INVALID task charge asks for a memory of 64 MB.",
    "LAMBDA_INVALID task charge asks for a storage of 10241 MB.",
    "LAMBDA_INVALID task charge asks for a concurrency of 1.5 copies.",
    'LAMBDA_INVALID The function of task charge cannot be called "charge.card".',
    'LAMBDA_INVALID The environment of task charge cannot hold "AWS_REGION".',
    'LAMBDA_INVALID The environment of task charge cannot hold "A-B".',
    "LAMBDA_INVALID The environment of task charge has 4100 bytes; Lambda takes 4096.",
    "PERMISSION_INVALID A permission of task charge names no action.",
    'PERMISSION_INVALID A permission of task charge names the action "GetItem".',
    'PERMISSION_INVALID A permission of task charge names the resource "orders".',
    'PERMISSION_INVALID A permission of task charge names the resource "arn:aws:s3:::${Bucket}".',
    "PERMISSION_INVALID A permission of task charge names no resource.",
  ])
  expect(problems(() => workflow("w", { permissions: [{ actions: ["x"], resources: ["*"] }] }, () => null))).toEqual([
    'PERMISSION_INVALID A permission of workflow w names the action "x".',
  ])
})
