import type { SagaCase } from "./case.ts"
import { type Body, nameOf, type Part } from "./parts.ts"

/** A case for people: its workflow, and what goes wrong in it. */
export function draw({ body, kills, cancel, lose }: SagaCase): string {
  const told = [
    ...kills.map((kill) =>
      "call" in kill
        ? `the worker dies at its change ${kill.call}${kill.carriedOut ? ", once that is stored" : ""}`
        : `the worker dies after ${kill.afterMs} ms`,
    ),
    ...(cancel === undefined ? [] : [`it is cancelled after ${cancel} ms`]),
    ...(lose === undefined ? [] : [`in the ASL alone, a child execution is stopped after ${lose} facts`]),
  ]
  return [...lines(body, "  "), ...told.map((line) => `  ${line}`)].join("\n")
}

function lines(body: Body, indent: string): readonly string[] {
  return body.flatMap((part, index) => linesOf(part, nameOf(body, index), indent))
}

function linesOf(part: Part, name: string, indent: string): readonly string[] {
  const inside = (head: string, body: Body): readonly string[] => [`${indent}${head}`, ...lines(body, `${indent}  `)]
  switch (part.kind) {
    case "step": {
      const { id, role, numeric, undoes, undo, attempts, outcomes } = part
      const undone = role === "compensated" ? `, undone by ${undoes}: ${undo.join("/")}` : ""
      const needs = numeric ? " needs a number," : ""
      return [`${indent}${name} (${id}) ${role},${needs} ${attempts} attempts: ${outcomes.join("/")}${undone}`]
    }
    case "pivot":
      return [
        `${indent}${name} (${part.id}) ${part.attempts} attempts: ${part.outcomes.join("/")}, probe: ${part.probe.join("/") || "none"}`,
      ]
    case "child":
      return inside(`${name} (${part.id}) undone: ${part.undo.join("/")}`, part.body)
    case "all":
      return [
        `${indent}${name}`,
        ...part.bodies.flatMap((body, at) => [`${indent}  b${at}`, ...lines(body, `${indent}    `)]),
      ]
    case "each":
      return inside(
        `${name} of ${part.items} over an ${part.over}${part.concurrency > 0 ? `, ${part.concurrency} at once` : ""}${part.distributed ? ", distributed" : ""}`,
        part.body,
      )
    case "when":
      return [
        ...inside(`${name}${part.numeric ? " needs a number," : ""} ${part.taken ? "taken" : "not taken"}`, part.body),
        ...inside("otherwise", part.otherwise),
      ]
    case "match":
      return part.bodies.flatMap((body, at) =>
        inside(at === 0 ? `${name} of ${part.value}: a` : "bc".charAt(at - 1), body),
      )
    case "repeat":
      return inside(`${name} up to ${part.max}, until ${part.until}`, part.body)
    case "attempt":
      return [...inside(name, part.body), ...inside(`catch ${part.errors.join(", ")}`, part.handler)]
    case "saga":
      return inside(name, part.body)
    case "sleep":
      return [`${indent}${name} ${part.seconds} s`]
    case "fail":
      return [`${indent}${name} ${part.error}`]
    case "return":
      return [`${indent}${name}`]
  }
}
