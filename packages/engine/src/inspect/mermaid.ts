import type { StateMachineDefinition } from "../asl/document.ts"
import { noteOf, type StateNotes } from "./state-notes.ts"
import { type Graph, type GraphGroup, type GraphNode, toGraph } from "./graph.ts"

/** How a state stands out in a drawing. */
export type Highlight = "active" | "succeeded" | "failed" | "aborted"

/** How a diagram is drawn. */
export interface MermaidOptions {
  readonly title?: string
  /** By state name: a state of a running or ended execution. */
  readonly highlight?: Readonly<Record<string, Highlight>>
  /** Of the plan: compensations, dead letters and the pivot are told from the other states. */
  readonly notes?: StateNotes
  /** Default `TD`, from top to bottom. */
  readonly direction?: "TD" | "LR"
}

/** By the role that a plan's notes name. */
const roles: Readonly<Record<string, string>> = {
  compensation: "stroke:#c2651a,stroke-dasharray:5 3",
  deadLetter: "stroke:#b8336a,stroke-dasharray:5 3",
  pivot: "stroke-width:3px",
}

const styles: Readonly<Record<Highlight, string>> = {
  active: "fill:#dbeafe,stroke:#2563eb,stroke-width:2px",
  succeeded: "fill:#dcfce7,stroke:#16a34a",
  failed: "fill:#fee2e2,stroke:#dc2626,stroke-width:2px",
  aborted: "fill:#f3f4f6,stroke:#9ca3af,stroke-dasharray:4 3",
}

/** A Mermaid flowchart of a checked definition, Parallel and Map states as subgraphs. Deterministic; ends with a newline. */
export function toMermaid(definition: StateMachineDefinition, options: MermaidOptions = {}): string {
  const graph = toGraph(definition)
  const { title, highlight = {}, notes = {}, direction = "TD" } = options
  const lines = title === undefined ? [] : ["---", `title: ${JSON.stringify(title)}`, "---"]
  const inside: Inside = {
    nodes: Map.groupBy(graph.nodes, ({ group }) => group),
    groups: Map.groupBy(graph.groups, ({ group }) => group),
  }
  lines.push(`flowchart ${direction}`, ...drawLevel(inside, undefined, "  "))
  for (const { from, to, kind, label } of graph.edges) {
    const arrow = kind === "catch" ? "-.->" : "-->"
    lines.push(`  ${from} ${arrow}${label === undefined ? "" : `|${quoted(label)}|`} ${to}`)
  }
  lines.push(...classes(graph, roles, (name) => noteOf(notes, name)?.role))
  // Last, so that how a state stands shows over what it is for.
  lines.push(...classes(graph, styles, (name) => own(highlight, name)))
  return `${lines.join("\n")}\n`
}

/** What stands directly in each group; undefined for the root. */
interface Inside {
  readonly nodes: ReadonlyMap<string | undefined, readonly GraphNode[]>
  readonly groups: ReadonlyMap<string | undefined, readonly GraphGroup[]>
}

function drawLevel(inside: Inside, group: string | undefined, indent: string): readonly string[] {
  const nodes = (inside.nodes.get(group) ?? []).flatMap((node) =>
    node.type === "Parallel" || node.type === "Map"
      ? drawGroup(inside, node.id, `${node.name} (${node.type})`, indent)
      : [`${indent}${drawNode(node)}`],
  )
  const branches = (inside.groups.get(group) ?? []).filter(({ kind }) => kind === "branch")
  return [...nodes, ...branches.flatMap(({ id, name }) => drawGroup(inside, id, name, indent))]
}

function drawGroup(inside: Inside, id: string, label: string, indent: string): readonly string[] {
  return [`${indent}subgraph ${id}[${quoted(label)}]`, ...drawLevel(inside, id, `${indent}  `), `${indent}end`]
}

function drawNode({ id, name, type }: GraphNode): string {
  const label = quoted(name)
  switch (type) {
    case "Start":
      return `${id}((" "))`
    case "End":
      return `${id}(((" ")))`
    case "Choice":
      return `${id}{${label}}`
    case "Wait":
      return `${id}(${label})`
    case "Succeed":
    case "Fail":
      return `${id}([${label}])`
    case "Pass":
    case "Task":
    case "Parallel":
    case "Map":
      return `${id}[${label}]`
  }
}

function classes(
  graph: Graph,
  looks: Readonly<Record<string, string>>,
  lookOf: (name: string) => string | undefined,
): readonly string[] {
  const lines: string[] = []
  for (const [look, style] of Object.entries(looks)) {
    const ids = graph.nodes
      .filter(({ name, type }) => type !== "Start" && type !== "End" && lookOf(name) === look)
      .map(({ id }) => id)
    if (ids.length > 0) lines.push(`  classDef ${look} ${style}`, `  class ${ids.join(",")} ${look}`)
  }
  return lines
}

function own(highlight: Readonly<Record<string, Highlight>>, name: string): Highlight | undefined {
  return Object.hasOwn(highlight, name) ? highlight[name] : undefined
}

/** A label that Mermaid takes as it is: whatever could mean something to it becomes an entity. */
function quoted(text: string): string {
  const safe = text.replaceAll(/["#<>&;\\`|\p{Cc}]/gu, (char) =>
    char === "\n" ? " " : `#${char.codePointAt(0) ?? 32};`,
  )
  return `"${safe}"`
}
