import type { SchemaIssue } from "@stepwright/engine"
import type { z } from "zod"

/** What zod found, each with its path. Never tells what was received: it may be a secret. */
export function schemaIssues(error: z.core.$ZodError): readonly SchemaIssue[] {
  return error.issues
    .flatMap((issue) => inner(issue, []))
    .map(({ path, message }) => ({
      path,
      expected: message.replace(/^Invalid \w+: expected /, "").replace(/, received .*$/, ""),
      received: /, received (.*)$/.exec(message)?.[1] ?? "something else",
      message,
    }))
}

/** All of them in one text. */
export function toldIssues(issues: readonly SchemaIssue[]): string {
  return issues.map(({ path, message }) => `${path === "" ? "The whole" : path}: ${message}.`).join(" ")
}

/** Of a union, what is wrong by the alternative that comes closest; of a key, what is wrong with it. */
function inner(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
): readonly { readonly path: string; readonly message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code === "invalid_union") {
    const [closest = []] = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)
    if (closest.length > 0) return closest.flatMap((cause) => inner(cause, path))
  }
  if (issue.code === "invalid_key") return issue.issues.flatMap((cause) => inner(cause, path))
  return [{ path: pathText(path), message: issue.message }]
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length))
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("")
}
