import type { StateDefinition, StateMachineDefinition, StateMap } from "@stepwright/engine/asl"
import { type Graph, type GraphEdge, type GraphNode, toGraph } from "@stepwright/engine/inspect"

import type { Diagram, DiagramEdge, DiagramNode, DiagramShape } from "./diagram.ts"
import { describeState, type StateBindings } from "./describe-state.ts"
import { cutText } from "./text.ts"

/** What is known of a state machine beside its definition. */
export interface DiagramFacts {
  /** What placeholders stand for. */
  readonly bindings?: StateBindings
  /** By state name. */
  readonly notes?: Readonly<Record<string, { readonly role: string; readonly step?: string; readonly source?: string }>>
}

/** The drawing of a checked definition: Parallel and Map states as boxes around what is inside them. */
export function toDiagram(definition: StateMachineDefinition, facts: DiagramFacts = {}): Diagram {
  const states = new Map<string, StateDefinition>()
  collectStates(definition, states)
  return levelOf({ graph: toGraph(definition), states, facts }, undefined)
}

interface Drawing {
  readonly graph: Graph
  readonly states: ReadonlyMap<string, StateDefinition>
  readonly facts: DiagramFacts
}

function levelOf(drawing: Drawing, group: string | undefined): Diagram {
  const nodes = drawing.graph.nodes.filter((node) => node.group === group)
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = drawing.graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to))
  return { nodes: nodes.map((node) => nodeOf(drawing, node)), edges: mergeEdges(edges) }
}

function nodeOf(drawing: Drawing, { id, name, type }: GraphNode): DiagramNode {
  const { graph, states, facts } = drawing
  if (type === "Start" || type === "End")
    return { id, shape: type === "Start" ? "start" : "end", tone: "plain", label: "", lanes: [] }
  const state = states.get(name)
  const note = facts.notes !== undefined && Object.hasOwn(facts.notes, name) ? facts.notes[name] : undefined
  const detail = state === undefined ? undefined : describeState(state, facts.bindings)
  const title = [
    `${name} (${type})`,
    detail,
    note === undefined ? undefined : `${note.role}${note.step === undefined ? "" : ` of ${note.step}`}`,
    note?.source,
  ]
  const branches = graph.groups.filter(({ kind, group }) => kind === "branch" && group === id)
  const lanes = type === "Map" ? [levelOf(drawing, id)] : branches.map((branch) => levelOf(drawing, branch.id))
  return {
    id,
    shape: shapes[type],
    tone: tones[note?.role ?? ""] ?? "plain",
    label: name,
    ...(detail === undefined ? {} : { detail: detail === `task ${name}` ? "task" : cutText(detail, 44) }),
    title: title.filter((part) => part !== undefined).join("\n"),
    lanes: type === "Map" || type === "Parallel" ? lanes : [],
  }
}

const tones: Readonly<Record<string, DiagramNode["tone"]>> = {
  compensation: "undo",
  deadLetter: "alarm",
  pivot: "pivot",
}

const shapes: Readonly<Record<Exclude<GraphNode["type"], "Start" | "End">, DiagramShape>> = {
  Task: "task",
  Choice: "choice",
  Wait: "wait",
  Pass: "pass",
  Succeed: "succeed",
  Fail: "fail",
  Parallel: "group",
  Map: "group",
}

const kinds: Readonly<Record<GraphEdge["kind"], DiagramEdge["kind"]>> = {
  start: "next",
  next: "next",
  choice: "choice",
  default: "default",
  catch: "catch",
  end: "next",
}

/** Several rules or catchers from one state to another become one arrow. */
function mergeEdges(edges: readonly GraphEdge[]): readonly DiagramEdge[] {
  const merged = new Map<string, { readonly edge: GraphEdge; readonly labels: string[] }>()
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to} ${kinds[edge.kind]}`
    const known = merged.get(key) ?? { edge, labels: [] }
    merged.set(key, known)
    if (edge.label !== undefined) known.labels.push(edge.label)
  }
  return [...merged.values()].map(({ edge: { from, to, kind }, labels }) => {
    const label = kind === "catch" ? catchLabel(labels) : joined(labels)
    return { from, to, kind: kinds[kind], ...(label === "" ? {} : { label }) }
  })
}

/** The first error that is caught, and how many more. */
function catchLabel(labels: readonly string[]): string {
  const [first = "", ...others] = labels.flatMap((label) => label.split(", "))
  if ([first, ...others].includes("States.ALL")) return "any error"
  return cutText(first, 40) + (others.length > 0 ? ` (+${others.length})` : "")
}

function joined(labels: readonly string[]): string {
  return cutText(labels.slice(0, 2).join(" or "), 40) + (labels.length > 2 ? ` (+${labels.length - 2})` : "")
}

/** State names are unique over a whole state machine. */
function collectStates(level: StateMap, states: Map<string, StateDefinition>): void {
  for (const [name, state] of Object.entries(level.States)) {
    states.set(name, state)
    if (state.Type === "Parallel") for (const branch of state.Branches) collectStates(branch, states)
    if (state.Type !== "Map") continue
    const processor = state.ItemProcessor ?? state.Iterator
    if (processor !== undefined) collectStates(processor, states)
  }
}
