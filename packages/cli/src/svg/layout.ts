import { Graph, layout as dagreLayout } from "@dagrejs/dagre"

import type { Diagram, DiagramEdge, DiagramNode } from "./diagram.ts"
import { textWidth, wrapText } from "./text.ts"

/** A drawing with places, in pixels from its own top left corner. */
export interface PlacedDiagram {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

export interface PlacedNode {
  readonly node: DiagramNode
  /** Top left corner. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The label, broken into lines. */
  readonly lines: readonly string[]
  /** Where a group's lanes stand, from the group's corner. */
  readonly lanes: readonly PlacedLane[]
}

export interface PlacedLane {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly content: PlacedDiagram
}

export interface PlacedEdge {
  readonly edge: DiagramEdge
  readonly points: readonly Point[]
  /** The middle of the label. */
  readonly label: Point | undefined
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Font sizes that the layout reckons with, in pixels. */
const fontSizes = { label: 13, detail: 11, edge: 11 } as const

/** How straight an arrow should be: the ordinary way down is a line, failures go around it. */
const weights = { next: 8, choice: 3, default: 4, catch: 1 } as const

const lineHeight = 17
const lanePadding = 14
const laneGap = 16
const groupTitle = 44
const rowWidth = 1400

/**
 * Places every box and arrow. Each lane is laid out by itself and becomes one box of the level around it, so that a
 * group is as wide as it must be and arrows never cross its border. Deterministic.
 */
export function layoutDiagram(diagram: Diagram): PlacedDiagram {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: "TB", nodesep: 36, edgesep: 24, ranksep: 44, marginx: 4, marginy: 4 })
  const sized = new Map(diagram.nodes.map((node) => [node.id, sizeNode(node)]))
  for (const [id, { width, height }] of sized) graph.setNode(id, { width, height })
  const edges = diagram.edges.filter((edge) => sized.has(edge.from) && sized.has(edge.to))
  edges.forEach((edge, index) => {
    const label = edge.label ?? ""
    const size = label === "" ? { width: 0, height: 0 } : { width: textWidth(label, fontSizes.edge) + 8, height: 16 }
    graph.setEdge(
      { v: edge.from, w: edge.to, name: String(index) },
      { ...size, labelpos: "c", weight: weights[edge.kind] },
    )
  })
  dagreLayout(graph)
  const nodes = [...sized].map(([id, node]): PlacedNode => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>
    return { ...node, x: round(x - node.width / 2), y: round(y - node.height / 2) }
  })
  const placedEdges = edges.map((edge, index): PlacedEdge => {
    const { points = [], x, y } = graph.edge({ v: edge.from, w: edge.to, name: String(index) }) as DagreEdge
    const label =
      edge.label === undefined || x === undefined || y === undefined ? undefined : { x: round(x), y: round(y) }
    return { edge, points: points.map((point) => ({ x: round(point.x), y: round(point.y) })), label }
  })
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number }
  return { width: round(width), height: round(height), nodes, edges: placedEdges }
}

interface DagreEdge {
  readonly points?: readonly Point[]
  readonly x?: number
  readonly y?: number
}

function sizeNode(node: DiagramNode): PlacedNode {
  const base = { node, x: 0, y: 0, lines: [] as readonly string[], lanes: [] as readonly PlacedLane[] }
  if (node.shape === "start" || node.shape === "end") return { ...base, width: 20, height: 20 }
  if (node.shape === "group") return sizeGroup(node)
  const lines = wrapText(node.label, 28, 2)
  const text = Math.max(
    ...lines.map((line) => textWidth(line, fontSizes.label, true)),
    textWidth(node.detail ?? "", fontSizes.detail),
  )
  const padding = node.shape === "choice" ? 56 : 36
  const height = lines.length * lineHeight + (node.detail === undefined ? 0 : 15) + 18
  return { ...base, lines, width: Math.max(110, text + padding), height }
}

function sizeGroup(node: DiagramNode): PlacedNode {
  const contents = node.lanes.map((lane) => layoutDiagram(lane))
  const lanes: PlacedLane[] = []
  let [x, y, rowHeight, width] = [lanePadding, groupTitle, 0, 0]
  for (const content of contents) {
    const [laneWidth, laneHeight] = [content.width + 2 * lanePadding, content.height + 2 * lanePadding]
    if (x > lanePadding && x + laneWidth > rowWidth) {
      x = lanePadding
      y += rowHeight + laneGap
      rowHeight = 0
    }
    lanes.push({ x, y, width: laneWidth, height: laneHeight, content })
    x += laneWidth + laneGap
    rowHeight = Math.max(rowHeight, laneHeight)
    width = Math.max(width, x - laneGap + lanePadding)
  }
  const lines = wrapText(node.label, 48, 1)
  const title =
    Math.max(textWidth(lines[0] ?? "", fontSizes.label, true), textWidth(node.detail ?? "", fontSizes.detail)) + 36
  const wanted = Math.max(width, title, 140)
  // Lanes stand in the middle of a group that its title made wider.
  const shift = round((wanted - Math.max(width, 2 * lanePadding)) / 2)
  return {
    node,
    x: 0,
    y: 0,
    lines,
    width: wanted,
    height: y + rowHeight + lanePadding,
    lanes: lanes.map((lane) => ({ ...lane, x: lane.x + shift })),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
