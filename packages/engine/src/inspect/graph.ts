import type { StateDefinition, StateMachineDefinition, StateMap, StateType } from "../asl/document.ts"
import { ruleLabel } from "./rule-label.ts"

/** A state, or where the machine begins and ends. */
export interface GraphNode {
  /** `s0`, `s1`, … by the order in which the definition names its states; `start` and `finish`. */
  readonly id: string
  /** The state's name; empty for the two that are no states. */
  readonly name: string
  readonly type: StateType | "Start" | "End"
  /** The group that it stands in; absent at the root. */
  readonly group?: string
}

/** A Parallel or Map state with what is inside it, or one of its branches. */
export interface GraphGroup {
  /** That of the state, for a Parallel or Map; `s3_0` for its first branch. */
  readonly id: string
  readonly kind: "parallel" | "map" | "branch"
  readonly name: string
  readonly group?: string
}

/** One way from a state to another. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: "start" | "next" | "choice" | "default" | "catch" | "end"
  /** The condition, or the errors that are caught. */
  readonly label?: string
}

/**
 * A definition as nodes and edges. A Parallel or Map state is a node (its edges lead to and from it) and a group of the
 * same id (what is inside it).
 */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly groups: readonly GraphGroup[]
  readonly edges: readonly GraphEdge[]
}

interface Building {
  readonly nodes: GraphNode[]
  readonly groups: GraphGroup[]
  readonly edges: GraphEdge[]
  count: number
}

/** The graph of a checked definition: the same definition gives the same ids and the same order. */
export function toGraph(definition: StateMachineDefinition): Graph {
  const graph: Building = { nodes: [], groups: [], edges: [], count: 0 }
  graph.nodes.push({ id: "start", name: "", type: "Start" })
  addLevel(graph, definition, undefined)
  graph.nodes.push({ id: "finish", name: "", type: "End" })
  const { nodes, groups, edges } = graph
  return { nodes, groups, edges }
}

function addLevel(graph: Building, level: StateMap, group: string | undefined): void {
  const states = Object.entries(level.States)
  const ids = new Map(states.map(([name]) => [name, `s${graph.count++}`]))
  const inside = group === undefined ? {} : { group }
  const start = ids.get(level.StartAt)
  if (group === undefined && start !== undefined) graph.edges.push({ from: "start", to: start, kind: "start" })
  for (const [name, state] of states) {
    const id = ids.get(name) ?? ""
    graph.nodes.push({ id, name, type: state.Type, ...inside })
    addEdges(graph, state, id, ids, group === undefined)
    addInside(graph, state, { id, name, group })
  }
}

function addEdges(
  graph: Building,
  state: StateDefinition,
  from: string,
  ids: ReadonlyMap<string, string>,
  atRoot: boolean,
): void {
  const add = (name: string | undefined, kind: GraphEdge["kind"], label?: string): void => {
    const to = name === undefined ? undefined : ids.get(name)
    if (to !== undefined) graph.edges.push({ from, to, kind, ...(label === undefined ? {} : { label }) })
  }
  if (state.Type === "Choice") {
    for (const rule of state.Choices) add(rule.Next, "choice", ruleLabel(rule))
    add(state.Default, "default", "otherwise")
    return
  }
  if ("Next" in state) add(state.Next, "next")
  if ("Catch" in state)
    for (const catcher of state.Catch ?? []) add(catcher.Next, "catch", catcher.ErrorEquals.join(", "))
  const ends = state.Type === "Succeed" || state.Type === "Fail" || state.End === true
  if (ends && atRoot) graph.edges.push({ from, to: "finish", kind: "end" })
}

function addInside(
  graph: Building,
  state: StateDefinition,
  { id, name, group }: { readonly id: string; readonly name: string; readonly group: string | undefined },
): void {
  const around = group === undefined ? {} : { group }
  if (state.Type === "Map") {
    const processor = state.ItemProcessor ?? state.Iterator
    graph.groups.push({ id, kind: "map", name, ...around })
    if (processor !== undefined) addLevel(graph, processor, id)
  }
  if (state.Type !== "Parallel") return
  graph.groups.push({ id, kind: "parallel", name, ...around })
  for (const [index, branch] of state.Branches.entries()) {
    const inner = `${id}_${index}`
    graph.groups.push({ id: inner, kind: "branch", name: `branch ${index + 1}`, group: id })
    addLevel(graph, branch, inner)
  }
}
