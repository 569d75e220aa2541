/** What a node looks like. `start` and `end` are dots; `group` is a box around lanes. */
export type DiagramShape = "task" | "choice" | "wait" | "pass" | "succeed" | "fail" | "group" | "start" | "end"

/** A drawing before it has places: the nodes and arrows of one level. */
export interface Diagram {
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
}

/** A box. */
export interface DiagramNode {
  /** Unique within its level. */
  readonly id: string
  readonly shape: DiagramShape
  /** `undo`: it takes back what others did. `alarm`: it reports what could not be taken back. `pivot`: the point of no return. */
  readonly tone: "plain" | "undo" | "alarm" | "pivot"
  readonly label: string
  /** A second, smaller line. */
  readonly detail?: string
  /** All that is known, for a tooltip. */
  readonly title?: string
  /** What stands inside of a group, side by side. */
  readonly lanes: readonly Diagram[]
}

/** An arrow between two nodes of one level. */
export interface DiagramEdge {
  readonly from: string
  readonly to: string
  readonly kind: "next" | "choice" | "default" | "catch"
  readonly label?: string
}
