import type { TransitionEvent } from "@stepwright/engine"

import type { Output } from "../host.ts"
import type { Paint } from "../output/paint.ts"
import { oneLine } from "../output/printable.ts"
import { type Happening, Progress } from "./progress.ts"

/**
 * Shows executions while they run: a line for each state that ended or failed. On a terminal a last line, drawn anew
 * with each change, names the states that are being worked on.
 */
export class ProgressView {
  readonly #output: Output
  readonly #paint: Paint
  #root: string | undefined = undefined
  readonly #executions = new Map<string, { readonly workflow: string; readonly progress: Progress }>()
  #startMs: number | undefined = undefined
  /** What the last line says; empty where there is none. */
  #footer = ""

  constructor(output: Output, paint: Paint) {
    this.#output = output
    this.#paint = paint
  }

  /** Names the execution that was asked for: the others are shown with their workflow's name. */
  follow(execution: string): void {
    this.#root = execution
  }

  show({ execution, workflow, event }: TransitionEvent): void {
    this.#startMs ??= event.timestamp
    const known = this.#executions.get(execution) ?? { workflow, progress: new Progress() }
    this.#executions.set(execution, known)
    const happening = known.progress.take(event)
    const line = happening === undefined ? undefined : this.#line(happening, this.#prefix(execution, workflow))
    if (line !== undefined) return this.note(`${this.#paint.dim(elapsed(event.timestamp - this.#startMs))}  ${line}`)
    if (this.#footerText() !== this.#footer) {
      this.#clearFooter()
      this.#drawFooter()
    }
  }

  /** What other code prints; the last line gets out of its way. */
  print(text: string, output: Output): void {
    this.#clearFooter()
    output.write(text)
    if (text.endsWith("\n")) this.#drawFooter()
  }

  /** A line between the others. */
  note(text: string): void {
    this.#clearFooter()
    this.#output.write(`${text}\n`)
    this.#drawFooter()
  }

  /** Takes the last line away. */
  end(): void {
    this.#clearFooter()
    this.#executions.clear()
  }

  #line(happening: Happening, prefix: string): string | undefined {
    const { green, red, yellow, dim } = this.#paint
    const name = oneLine(`${prefix}${happening.state}`, 60)
    switch (happening.kind) {
      case "entered":
        return undefined
      case "done":
        return `${green("✓")} ${name}`
      case "caught":
        return `${yellow("↷")} ${name}  ${dim("caught")}`
      case "failed":
        return `${red("✗")} ${name}  ${red(oneLine(happening.error, 60))}${dim(oneLine(causeOf(happening.cause), 80))}`
      case "retrying":
        return `${yellow("↻")} ${name}  ${dim(`attempt ${happening.attempt}`)}`
      case "waiting":
        return `${yellow("…")} ${name}  ${dim("waits for an answer")}`
    }
  }

  #prefix(execution: string, workflow: string): string {
    return this.#root === undefined || this.#root === execution ? "" : `${workflow} › `
  }

  /** What the last line should say; empty where there is none. */
  #footerText(): string {
    if (!this.#output.isTerminal) return ""
    const active = [...this.#executions].flatMap(([execution, { workflow, progress }]) =>
      progress.active.map(
        ({ state, count }) => `${this.#prefix(execution, workflow)}${state}${count > 1 ? ` ×${count}` : ""}`,
      ),
    )
    return oneLine(active.join(", "), Math.max(20, this.#output.columns - 14))
  }

  #drawFooter(): void {
    this.#footer = this.#footerText()
    if (this.#footer !== "") this.#output.write(`${" ".repeat(10)}${this.#paint.cyan("▸")} ${this.#footer}`)
  }

  #clearFooter(): void {
    if (this.#footer !== "") this.#output.write("\r\u001B[2K")
    this.#footer = ""
  }
}

/** Time since the start, right-aligned in ten columns. */
function elapsed(ms: number): string {
  const text =
    ms < 1000
      ? `${Math.round(ms)} ms`
      : ms < 60_000
        ? `${(ms / 1000).toFixed(2)} s`
        : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`
  return text.padStart(8)
}

/** The message out of a cause as Lambda writes it, or the cause as it is. */
function causeOf(cause: string): string {
  if (cause === "") return ""
  try {
    const parsed: unknown = JSON.parse(cause)
    if (
      typeof parsed === "object" &&
      parsed !== null &&
      "errorMessage" in parsed &&
      typeof parsed.errorMessage === "string"
    ) {
      return parsed.errorMessage === "" ? "" : `: ${parsed.errorMessage}`
    }
  } catch {
    // plain text
  }
  return `: ${cause}`
}
