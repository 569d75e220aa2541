import type { JsonObject } from "../../asl/json.ts"
import type { QueryLanguage, StateType } from "../../asl/document.ts"
import type { ImportedState } from "../report.ts"
import type { Unstructured } from "../unstructured.ts"

/** What one import collects. */
export class Context {
  readonly language: QueryLanguage
  readonly #states = new Map<string, ImportedState>()
  readonly #steps = new Set<string>()

  /** @param language - The machine's own. */
  constructor(language: QueryLanguage) {
    this.language = language
  }

  /** In the order in which they were told of. */
  get states(): readonly ImportedState[] {
    return [...this.#states.values()]
  }

  languageOf({ QueryLanguage }: JsonObject): QueryLanguage {
    return QueryLanguage === "JSONata" || QueryLanguage === "JSONPath" ? QueryLanguage : this.language
  }

  /** Tells of a state, again where what was said of it before did not hold. */
  tell(state: string, fields: JsonObject, why?: Unstructured | ImportedState["embedded"], step?: string): void {
    const embedded =
      why === undefined ? undefined : "reason" in why ? { reason: why.reason, message: why.message } : undefined
    this.#states.set(state, {
      state,
      type: fields.Type as StateType, // the definition was checked
      language: this.languageOf(fields),
      ...(step === undefined || step === state ? {} : { step }),
      ...(embedded === undefined ? {} : { embedded }),
    })
  }

  /** The name of a state's step: its own where steps may be called so. The same state is given the same. */
  stepName(state: string): string {
    const words = state.replaceAll(/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+/gu, "-").replaceAll(/^-+|-+$/g, "")
    const base = (words === "" ? "step" : words).slice(0, 72)
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`
      if (this.#steps.has(name)) continue
      this.#steps.add(name)
      return name
    }
  }
}
