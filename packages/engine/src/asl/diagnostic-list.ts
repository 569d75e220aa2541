import type { Diagnostic } from "./diagnostic.ts"

/** How many errors, and how many warnings, are told of one definition. */
export const maxDiagnostics = 1000

/** Finds the name that was probably meant. */
export type Suggest = () => string | undefined

/** Collects diagnostics. What goes beyond {@link maxDiagnostics} is counted, not kept. */
export class DiagnosticList {
  readonly #kept: Diagnostic[] = []
  readonly #counts: Record<Diagnostic["severity"], number> = { ERROR: 0, WARNING: 0 }

  /** Whether an error was found, kept or not. */
  get failed(): boolean {
    return this.#counts.ERROR > 0
  }

  /** @param suggest - is asked only for a diagnostic that is kept */
  add(diagnostic: Diagnostic, suggest?: Suggest): void {
    if (this.#counts[diagnostic.severity]++ >= maxDiagnostics) return
    const suggestion = suggest?.()
    this.#kept.push(suggestion === undefined ? diagnostic : { ...diagnostic, suggestion })
  }

  /** What was kept, and one more diagnostic for each severity of which there were too many. */
  all(): readonly Diagnostic[] {
    const left = (["ERROR", "WARNING"] as const).flatMap((severity): readonly Diagnostic[] => {
      const count = this.#counts[severity] - maxDiagnostics
      const what = severity === "ERROR" ? "errors" : "warnings"
      const message = `${count} more ${what} are left out`
      return count > 0 ? [{ severity, code: "TOO_MANY_DIAGNOSTICS", message }] : []
    })
    return [...this.#kept, ...left]
  }
}
