import { styleText } from "node:util"

import type { Host, Output } from "../host.ts"

/** Marks text for people. Each function gives its text back unchanged where colour is not wanted. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

/** Colours for one output: on a terminal that is not `dumb`, unless NO_COLOR is set; anywhere if FORCE_COLOR is. */
export function paintFor(output: Output, env: Host["env"]): Paint {
  return paint(wantsColour(output, env))
}

/** Colours, or none. */
export function paint(coloured: boolean): Paint {
  const style =
    (format: "bold" | "dim" | "red" | "green" | "yellow" | "cyan") =>
    (text: string): string =>
      coloured ? styleText(format, text, { validateStream: false }) : text
  return {
    bold: style("bold"),
    dim: style("dim"),
    red: style("red"),
    green: style("green"),
    yellow: style("yellow"),
    cyan: style("cyan"),
  }
}

function wantsColour(output: Output, env: Host["env"]): boolean {
  if (isSet(env["NO_COLOR"])) return false
  if (isSet(env["FORCE_COLOR"]) && env["FORCE_COLOR"] !== "0") return true
  return output.isTerminal && env["TERM"] !== "dumb"
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ""
}
