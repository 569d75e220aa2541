import { randomFillSync } from "node:crypto"

/** What the next span is to be called; undefined where nobody said. */
let told: { readonly trace: string; readonly span: string } | undefined

/**
 * Has a span begun under ids that were decided beforehand, by a tracer whose provider goes by {@link StepwrightIds}.
 * @param trace - 32 hexadecimal digits, for a span without a parent; one with a parent is in the parent's trace.
 * @param span - 16 hexadecimal digits.
 */
export function withIds<T>(trace: string, span: string, begin: () => T): T {
  told = { trace, span }
  try {
    return begin()
  } finally {
    told = undefined
  }
}

/**
 * The `idGenerator` of a tracer provider. The spans of executions have ids that every process derives alike, so that one
 * which goes on with an execution gives its spans the parents that the last one began; all others are random.
 */
export class StepwrightIds {
  generateTraceId(): string {
    return told?.trace ?? random(16)
  }

  generateSpanId(): string {
    return told?.span ?? random(8)
  }
}

const pool = Buffer.alloc(16 * 256)
let used = pool.length

function random(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  const digits = pool.toString("hex", used - bytes, used)
  // All zeros would be no id. (W3C Trace Context)
  return /[^0]/.test(digits) ? digits : random(bytes)
}
