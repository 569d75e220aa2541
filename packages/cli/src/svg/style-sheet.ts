interface Colours {
  readonly canvas: string
  readonly ink: string
  readonly muted: string
  readonly edge: string
  readonly failing: string
  readonly group: string
  readonly lane: string
  readonly border: string
  /** Fill and border by class. */
  readonly boxes: Readonly<Record<string, readonly [fill: string, border: string]>>
}

const light: Colours = {
  canvas: "#ffffff",
  ink: "#1c2230",
  muted: "#566072",
  edge: "#7a8598",
  failing: "#c2413b",
  group: "#f6f7fa",
  lane: "#ffffff",
  border: "#c3cad6",
  boxes: {
    task: ["#eaf2ff", "#3869c9"],
    choice: ["#fff5da", "#a8741a"],
    wait: ["#f2ecff", "#7a55c7"],
    pass: ["#f0f2f5", "#7a8598"],
    succeed: ["#e4f6ea", "#2f8a56"],
    fail: ["#fdeaea", "#c2413b"],
    undo: ["#fff0e3", "#c2651a"],
    alarm: ["#fde6ef", "#b8336a"],
  },
}

const dark: Colours = {
  canvas: "#12151c",
  ink: "#e9ecf3",
  muted: "#a3adbf",
  edge: "#8793a8",
  failing: "#ff8a82",
  group: "#191d27",
  lane: "#12151c",
  border: "#3a4355",
  boxes: {
    task: ["#17294d", "#6f9df0"],
    choice: ["#3a2d10", "#dcab52"],
    wait: ["#2b2147", "#b196f0"],
    pass: ["#242a36", "#8793a8"],
    succeed: ["#123322", "#5cc489"],
    fail: ["#431d1f", "#ff8a82"],
    undo: ["#402510", "#f0a05c"],
    alarm: ["#431a2e", "#f283ae"],
  },
}

/**
 * The drawing's colours for light and dark surroundings. Plain rules without variables: viewers that are no browsers
 * know them too, and show the light ones. The drawing paints its own background, so its text can be read anywhere.
 */
export function styleSheet(): string {
  return [
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif;text-anchor:middle}",
    ".label{font-size:13px;font-weight:600}.detail{font-size:11px}.edge-label{font-size:11px;stroke-width:6px;stroke-linejoin:round;paint-order:stroke}",
    ".box{stroke-width:1.4}.undo>.box,.alarm>.box{stroke-dasharray:5 3}.pivot>.box{stroke-width:3}.edge{fill:none;stroke-width:1.4}.catch{stroke-dasharray:5 4}.lane{stroke-width:1}",
    rules(light),
    `@media (prefers-color-scheme:dark){${rules(dark)}}`,
  ].join("\n")
}

function rules(colours: Colours): string {
  const boxes = Object.entries(colours.boxes).map(
    ([name, [fill, border]]) => `.${name}>.box{fill:${fill};stroke:${border}}`,
  )
  return [
    `.canvas{fill:${colours.canvas}}`,
    `.label{fill:${colours.ink}}.detail{fill:${colours.muted}}`,
    `.edge{stroke:${colours.edge}}.head{fill:${colours.edge}}.edge.catch{stroke:${colours.failing}}.head.catch{fill:${colours.failing}}`,
    `.edge-label{fill:${colours.muted};stroke:${colours.canvas}}.edge-label.catch{fill:${colours.failing}}.lane .edge-label{stroke:${colours.lane}}`,
    `.group>.box{fill:${colours.group};stroke:${colours.border}}.lane>.box{fill:${colours.lane};stroke:${colours.border}}`,
    `.dot{fill:${colours.ink}}.ring{fill:${colours.canvas};stroke:${colours.ink};stroke-width:1.4}`,
    ...boxes,
  ].join("")
}
