import * as fc from "fast-check"
import { RE2JS } from "re2js"
import { describe, expect, test } from "vitest"

import { toRe2 } from "./regex-syntax.ts"

/** Where the pattern first matches, and what: by JavaScript, and by RE2 as it was rewritten. */
function both(source: string, text: string): readonly (readonly [number, string] | undefined)[] {
  const native = new RegExp(source).exec(text)
  const matcher = RE2JS.compile(toRe2(source)).matcher(text)
  return [
    native === null ? undefined : [native.index, native[0]],
    matcher.find() ? [matcher.start(), matcher.group() ?? ""] : undefined,
  ]
}

describe("matches what JavaScript matches", () => {
  test.each([
    [String.raw`\u0041\x42`, "xAB"],
    [String.raw`\ud83d\udc4b`, "a👋"],
    [String.raw`a\sb`, "a\u00a0b"],
    [String.raw`[\s]+`, "a \u000b\ufeffb"],
    [String.raw`\S+`, "\u2003ab\u3000"],
    [String.raw`[\Sx]+`, "\u2003ab\u3000"],
    ["a.b", "a\nb a\rb a\u2028b a-b"],
    ["a[^]b", "a\nb"],
    ["a[]b|c", "a[]b c"],
    [String.raw`\é\_\p{L}`, "xé_p{L}"],
    [String.raw`\cA\0\07\101`, "\u0001\u0000\u0007A"],
    [String.raw`[\b\cA\1\0]+`, "x\b\u0001\u0000"],
    [String.raw`\c`, "a\\c"],
    [String.raw`\u12\xg`, "u12xg"],
    [String.raw`\8\9`, "89"],
    ["[[:alpha:]]", "a]"],
    ["[a[b]+", "x[ab"],
    ["[a&&b]+", "x&ab"],
    ["a{,2}", "a{,2}"],
    ["]}", "]}"],
    [String.raw`[\w-]+\/[\d-z]`, "a-b/-"],
    [String.raw`\Qa\E`, "QaE"],
    ["^b$", "a\nb"],
  ])("%s in %j", (source, text) => {
    const [native, ours] = both(source, text)
    expect(ours).toEqual(native)
  })

  const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
  test(`patterns at random (STEPWRIGHT_SEED=${seed})`, () => {
    const special = ["[a-c]", "[^a]", "[-a]", "[[a]", "[^]", "(?:ab|a)", "(b)", "a", "b", ".", " ", "é", "-", "]", "&"]
    const escapes = String.raw`\s \S \d \D \w \W \b \. \- \/ \n \t \v \cJ \x61 \u0062 \0 \é \_ \z [\s\d] [^\S-] [\b\x61] [\].] [\w-]`
    const atoms = [...special, ...escapes.split(" ")]
    const quantified = fc
      .tuple(fc.constantFrom(...atoms), fc.constantFrom("", "", "+", "*", "?", "{2}", "{1,2}", "+?", "*?"))
      .map(([atom, quantifier]) => (atom === "\\b" ? atom : atom + quantifier))
    const sequence = fc.array(quantified, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""))
    const pattern = fc.array(sequence, { minLength: 1, maxLength: 2 }).map((parts) => parts.join("|"))
    const units = "ab é-.&[]_/1z\n\r\t\v\b\0\u00a0\u2028\ufeff".split("")
    const text = fc.string({ unit: fc.constantFrom(...units), maxLength: 12 })
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        const [native, ours] = both(source, given)
        expect(ours).toEqual(native)
      }),
      { seed, numRuns: 3000 },
    )
  })
})

test.each(["(a)\\1", "a(?=b)", "a(?!b)", "(?<=a)b", "(?<n>a)\\k<n>"])("%s is left to RE2 to refuse", (source) => {
  expect(() => RE2JS.compile(toRe2(source))).toThrow()
})
