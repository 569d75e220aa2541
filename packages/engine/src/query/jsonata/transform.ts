import { type Evaluate, type Node, required } from "./ast.ts"
import { putMember } from "../put-member.ts"
import type { Compile } from "./compile.ts"
import { JsonataError } from "./jsonata-error.ts"
import { Signature } from "./signature.ts"
import { clone, FunctionValue, isObject, type Value } from "./value.ts"

const signature = new Signature("<(oa):o>")

/** Compiles `|pattern|update, delete|`: a function that changes a copy of its argument. */
export function compileTransform(node: Node, compile: Compile): Evaluate {
  const pattern = compile(required(node.pattern))
  const update = compile(required(node.update))
  const remove = node.delete === undefined ? undefined : compile(node.delete)
  return (_, frame) =>
    new FunctionValue(1, signature, ([value]) => {
      if (value === undefined) return undefined
      const result = clone(value, frame.evaluation.meter)
      const found = pattern(result, frame)
      for (const match of found === undefined ? [] : Array.isArray(found) ? (found as Value[]) : [found]) {
        applyUpdate(match, update(match, frame))
        if (remove !== undefined) applyDelete(match, remove(match, frame))
      }
      return result
    })
}

function applyUpdate(match: Value, update: Value): void {
  if (update === undefined) return
  if (!isObject(update)) throw new JsonataError("T2011", { value: update })
  if (!isObject(match)) return
  for (const key of Object.keys(update)) putMember(match, key, update[key])
}

function applyDelete(match: Value, deletions: Value): void {
  if (deletions === undefined) return
  const names: readonly Value[] = Array.isArray(deletions) ? deletions : [deletions]
  if (!names.every((name) => typeof name === "string")) throw new JsonataError("T2012", { value: deletions })
  if (isObject(match)) for (const name of names) delete match[name]
}
