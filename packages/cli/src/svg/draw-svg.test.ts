import { describe, expect, it } from "vitest"

import type { Diagram, DiagramEdge, DiagramNode } from "./diagram.ts"
import { drawSvg } from "./draw-svg.ts"
import { layoutDiagram, type PlacedDiagram } from "./layout.ts"

const node = (id: string, more: Partial<DiagramNode> = {}): DiagramNode => ({
  id,
  shape: "task",
  tone: "plain",
  label: id,
  lanes: [],
  ...more,
})
const edge = (from: string, to: string, more: Partial<DiagramEdge> = {}): DiagramEdge => ({
  from,
  to,
  kind: "next",
  ...more,
})

const lane: Diagram = { nodes: [node("x"), node("y")], edges: [edge("x", "y")] }
const nested: Diagram = { nodes: [node("inner", { shape: "group", lanes: [lane, lane, lane] })], edges: [] }
const diagram: Diagram = {
  nodes: [
    node("start", { shape: "start", label: "" }),
    node("pick", { shape: "choice" }),
    node("each", { shape: "group", detail: "Map", lanes: [nested, lane] }),
    node("again", { shape: "wait", detail: "30 s" }),
    node("undo", { tone: "undo", detail: "undoes each" }),
    node("done", { shape: "succeed" }),
    node("failed", { shape: "fail" }),
    node("end", { shape: "end", label: "" }),
  ],
  edges: [
    edge("start", "pick"),
    edge("pick", "each", { kind: "choice", label: "a > 1" }),
    edge("pick", "again", { kind: "default", label: "otherwise" }),
    edge("again", "pick"),
    edge("again", "again", { kind: "catch", label: "itself" }),
    edge("each", "done"),
    edge("each", "undo", { kind: "catch", label: "any error" }),
    edge("undo", "failed"),
    edge("done", "end"),
  ],
}

describe("layoutDiagram", () => {
  const placed = layoutDiagram(diagram)

  it("places everything inside the drawing, nothing on top of another", () => {
    expect(placed.nodes.map(({ node: { id } }) => id)).toEqual(diagram.nodes.map(({ id }) => id))
    expectTidy(placed)
  })

  it("draws every arrow from border to border", () => {
    expect(placed.edges.length).toBe(diagram.edges.length)
    for (const { points } of placed.edges) {
      expect(points.length).toBeGreaterThan(1)
      expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
    }
  })

  it("leaves out arrows that lead nowhere", () => {
    expect(layoutDiagram({ nodes: [node("a")], edges: [edge("a", "gone")] }).edges).toEqual([])
  })

  it("breaks many lanes into rows", () => {
    const wide = layoutDiagram({
      nodes: [node("all", { shape: "group", lanes: Array.from({ length: 30 }, () => lane) })],
      edges: [],
    })
    expect(wide.width).toBeLessThan(1500)
    expectTidy(wide)
  })
})

describe("drawSvg", () => {
  it("gives the same bytes for the same diagram", () => {
    expect(drawSvg(diagram, "t")).toBe(drawSvg(structuredClone(diagram), "t"))
  })

  it("shows every label, and colours for light and dark", () => {
    const svg = drawSvg(diagram, "place-order")
    for (const text of [
      "pick",
      "each",
      "undoes each",
      "a &gt; 1",
      "otherwise",
      "any error",
      "prefers-color-scheme:dark",
      "<title>place-order</title>",
    ])
      expect(svg).toContain(text)
  })

  it("lets nothing out of a text", () => {
    const hostile = `"><script>alert('1')</script>&\u0000]]>`
    const svg = drawSvg(
      {
        nodes: [node(hostile, { detail: hostile, title: hostile }), node("b")],
        edges: [edge(hostile, "b", { label: hostile })],
      },
      hostile,
    )
    expect(svg).not.toContain("<script")
    expect(svg).not.toContain("\u0000")
    expectBalanced(svg)
  })

  it("balances its elements", () => {
    expectBalanced(drawSvg(diagram, "t"))
  })
})

function expectTidy(placed: PlacedDiagram): void {
  for (const [index, a] of placed.nodes.entries()) {
    expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= placed.width + 1 && a.y + a.height <= placed.height + 1).toBe(true)
    for (const b of placed.nodes.slice(index + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
      expect([a.node.id, b.node.id, apart]).toEqual([a.node.id, b.node.id, true])
    }
    for (const lane of a.lanes) {
      expect(lane.x >= 0 && lane.x + lane.width <= a.width && lane.y + lane.height <= a.height).toBe(true)
      expectTidy(lane.content)
    }
  }
}

function expectBalanced(svg: string): void {
  const open: string[] = []
  for (const [, closing, name = "", rest = ""] of svg.matchAll(/<(\/?)([a-z]+)((?:[^>"]|"[^"]*")*)>/g)) {
    if (closing === "/") expect(open.pop()).toBe(name)
    else if (!rest.endsWith("/")) open.push(name)
  }
  expect(open).toEqual([])
}
