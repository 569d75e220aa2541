import { z } from "zod"

/**
 * Whether what a schema answers is built anew from what it was given: objects and lists of scalars, all the way down. Then
 * nobody who changes the one changes the other.
 */
export function rebuilds(schema: z.core.$ZodType, seen: Set<unknown> = new Set()): boolean {
  if (isScalar(schema) || seen.has(schema)) return true
  seen.add(schema)
  const deeper = (part: z.core.$ZodType): boolean => rebuilds(part, seen)
  if (schema instanceof z.ZodArray) return deeper(schema.element)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return deeper(schema.unwrap())
  // Members that no schema names may be handed on as they are.
  const closed = schema instanceof z.ZodObject && schema.def.catchall === undefined
  return closed && Object.values(schema.shape).every((member) => deeper(member as z.core.$ZodType)) // a shape holds schemas
}

function isScalar(schema: z.core.$ZodType): boolean {
  return (
    schema instanceof z.ZodString ||
    schema instanceof z.ZodStringFormat ||
    schema instanceof z.ZodNumber ||
    schema instanceof z.ZodBoolean ||
    schema instanceof z.ZodEnum ||
    schema instanceof z.ZodLiteral ||
    schema instanceof z.ZodNull
  )
}
