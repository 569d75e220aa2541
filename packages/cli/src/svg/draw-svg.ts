import type { Diagram } from "./diagram.ts"
import {
  layoutDiagram,
  type PlacedDiagram,
  type PlacedEdge,
  type PlacedLane,
  type PlacedNode,
  type Point,
} from "./layout.ts"
import { styleSheet } from "./style-sheet.ts"
import { escapeXml } from "./text.ts"

const margin = 16

/** A diagram as an SVG document, for light and dark surroundings. The same diagram gives the same bytes. */
export function drawSvg(diagram: Diagram, title: string): string {
  const placed = layoutDiagram(diagram)
  const [width, height] = [Math.ceil(placed.width + 2 * margin), Math.ceil(placed.height + 2 * margin)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${styleSheet()}</style>`,
    `<rect class="canvas" width="${width}" height="${height}" rx="8"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...drawLevel(placed),
    "</g>",
    "</svg>",
    "",
  ].join("\n")
}

function drawLevel(placed: PlacedDiagram): string[] {
  // Labels last: no arrow or box covers a text.
  return [...placed.edges.map(drawEdge), ...placed.nodes.flatMap(drawNode), ...placed.edges.flatMap(drawEdgeLabel)]
}

function drawNode(placed: PlacedNode): string[] {
  const { node, x, y, width, height, lines } = placed
  const tone = node.tone === "plain" ? "" : ` ${node.tone}`
  const open = `<g class="${node.shape}${tone}" transform="translate(${x} ${y})">`
  const title = node.title === undefined ? [] : [`<title>${escapeXml(node.title)}</title>`]
  if (node.shape === "start" || node.shape === "end") return [open, ...title, ...drawDot(node.shape, width), "</g>"]
  const count = lines.length + (node.detail === undefined ? 0 : 0.9)
  const top = node.shape === "group" ? 18 : height / 2 - ((count - 1) * 17) / 2 + 4
  const texts = lines.map(
    (line, index) => `<text class="label" x="${width / 2}" y="${round(top + index * 17)}">${escapeXml(line)}</text>`,
  )
  const detail =
    node.detail === undefined
      ? []
      : [
          `<text class="detail" x="${width / 2}" y="${round(top + lines.length * 17 - 2)}">${escapeXml(node.detail)}</text>`,
        ]
  return [open, ...title, drawBox(placed), ...texts, ...detail, ...placed.lanes.flatMap(drawLane), "</g>"]
}

function drawLane({ x, y, width, height, content }: PlacedLane): string[] {
  const inset = { x: round((width - content.width) / 2), y: round((height - content.height) / 2) }
  return [
    `<g class="lane" transform="translate(${x} ${y})"><rect class="box" width="${width}" height="${height}" rx="6"/>`,
    `<g transform="translate(${inset.x} ${inset.y})">`,
    ...drawLevel(content),
    "</g></g>",
  ]
}

function drawDot(shape: "start" | "end", size: number): string[] {
  const middle = size / 2
  const dot = (radius: number): string => `<circle class="dot" cx="${middle}" cy="${middle}" r="${radius}"/>`
  return shape === "start" ? [dot(7)] : [`<circle class="ring" cx="${middle}" cy="${middle}" r="8"/>`, dot(4.5)]
}

function drawBox({ node, width, height }: PlacedNode): string {
  switch (node.shape) {
    case "choice": {
      const slant = 16
      const points = [
        `${slant},0`,
        `${width - slant},0`,
        `${width},${height / 2}`,
        `${width - slant},${height}`,
        `${slant},${height}`,
        `0,${height / 2}`,
      ]
      return `<polygon class="box" points="${points.join(" ")}"/>`
    }
    case "wait":
    case "succeed":
    case "fail":
      return `<rect class="box" width="${width}" height="${height}" rx="${height / 2}"/>`
    case "task":
    case "pass":
    case "group":
    case "start":
    case "end":
      return `<rect class="box" width="${width}" height="${height}" rx="7"/>`
  }
}

function drawEdge({ edge, points }: PlacedEdge): string {
  const failing = edge.kind === "catch" ? " catch" : ""
  return `<path class="edge${failing}" d="${roundedPath(points)}"/>${arrowHead(points, failing)}`
}

function drawEdgeLabel({ edge, label }: PlacedEdge): string[] {
  if (label === undefined || edge.label === undefined) return []
  const failing = edge.kind === "catch" ? " catch" : ""
  return [`<text class="edge-label${failing}" x="${label.x}" y="${round(label.y + 4)}">${escapeXml(edge.label)}</text>`]
}

/** A line through points whose corners are rounded. */
function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ""
  const parts = [`M${first.x} ${first.y}`]
  rest.forEach((corner, index) => {
    const before = points[index]
    const after = rest[index + 1]
    if (before === undefined || after === undefined) return parts.push(`L${corner.x} ${corner.y}`)
    const from = toward(corner, before, 14)
    const to = toward(corner, after, 14)
    return parts.push(`L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`)
  })
  return parts.join("")
}

/** A triangle at the last point. Drawn, not a marker: a marker cannot take its line's colour everywhere. */
function arrowHead(points: readonly Point[], failing: string): string {
  const tip = points.at(-1)
  const before = points.at(-2)
  if (tip === undefined || before === undefined) return ""
  const base = toward(tip, before, 8, false)
  const length = Math.hypot(tip.x - base.x, tip.y - base.y) || 1
  const side = { x: ((tip.y - base.y) / length) * 4, y: ((base.x - tip.x) / length) * 4 }
  const corners = [tip, { x: base.x + side.x, y: base.y + side.y }, { x: base.x - side.x, y: base.y - side.y }]
  return `<polygon class="head${failing}" points="${corners.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ")}"/>`
}

/** A point on the way from one to another; at most half of it where `halve`. */
function toward(from: Point, to: Point, distance: number, halve = true): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const share = Math.min(distance / length, halve ? 0.5 : 1)
  return { x: round(from.x + (to.x - from.x) * share), y: round(from.y + (to.y - from.y) * share) }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
