/** Enough for V8 to begin noting what a function is given. */
const enough = 100

/**
 * Keeps V8 from making all methods of strings slow. Once any package of a process defines a class that extends `String`
 * (ioredis 6 does), V8 turns `String.prototype` into a dictionary and no longer inlines its methods anywhere:
 * `charCodeAt` in a loop takes seven times as long. It takes that back, and for good, when a method is looked up on a
 * String object; strings themselves, which is what programs use, do not count.
 *
 * Costs some 50 microseconds, once is enough, and the order against the offending package does not matter as long as it
 * comes before the code that is to be fast has been compiled.
 */
export function keepStringsFast(): void {
  const text = Object("") as { readonly charCodeAt: unknown } // an object, not a string
  for (let time = 0; time < enough; time++) methodOf(text)
}

function methodOf(text: { readonly charCodeAt: unknown }): unknown {
  return text.charCodeAt
}
