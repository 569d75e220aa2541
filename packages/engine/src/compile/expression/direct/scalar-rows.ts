import { moment, someUuid } from "./outcome.ts"
import { literal, of, type Row } from "./operands.ts"

const a = of("a")
const b = of("b")
const words = of("text")

/** Examples of the functions of scalars, and of what fails. */
export const scalarRows: Readonly<Record<string, Row>> = {
  field: { args: [of("order"), literal("id")], cases: [[{ order: { id: "x" } }, "x"]] },
  eq: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 1, b: 2 }, false],
    ],
  },
  ne: {
    args: [of("maybe"), literal(1)],
    cases: [
      [{}, true],
      [{ maybe: 1 }, false],
      [{ maybe: 2 }, true],
    ],
  },
  gt: {
    args: [a, b],
    cases: [
      [{ a: 2, b: 1 }, true],
      [{ a: 1, b: 1 }, false],
    ],
  },
  gte: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 0, b: 1 }, false],
    ],
  },
  lt: {
    args: [of("maybe"), b],
    cases: [
      [{ b: 1 }, false],
      [{ maybe: 0, b: 1 }, true],
    ],
  },
  lte: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 2, b: 1 }, false],
    ],
  },
  and: {
    args: [of("yes"), of("no")],
    cases: [
      [{ yes: true, no: false }, false],
      [{ yes: true, no: true }, true],
    ],
  },
  or: {
    args: [of("yes"), of("no")],
    cases: [
      [{ yes: true, no: false }, true],
      [{ yes: false, no: false }, false],
    ],
  },
  not: { args: [of("no")], cases: [[{ no: false }, true]] },
  exists: {
    args: [of("maybe")],
    cases: [
      [{}, false],
      [{ maybe: 0 }, true],
    ],
  },
  coalesce: {
    args: [of("maybe"), a],
    cases: [
      [{ a: 1 }, 1],
      [{ maybe: 0, a: 1 }, 0],
    ],
  },
  choose: {
    args: [of("yes"), a, b],
    cases: [
      [{ yes: true, a: 1, b: 2 }, 1],
      [{ yes: false, a: 1, b: 2 }, 2],
    ],
  },
  add: { args: [a, b], cases: [[{ a: 1, b: 2 }, 3]] },
  subtract: { args: [a, b], cases: [[{ a: 1, b: 2 }, -1]] },
  multiply: { args: [a, b], cases: [[{ a: 3, b: 2 }, 6]] },
  divide: {
    args: [a, b],
    cases: [
      [{ a: 3, b: 2 }, 1.5],
      [{ a: 1, b: 0 }, "fails"],
      [{ a: 0, b: 0 }, "fails"],
    ],
  },
  modulo: {
    args: [a, b],
    cases: [
      [{ a: -5, b: 3 }, -2],
      [{ a: 1, b: 0 }, "fails"],
    ],
  },
  power: {
    args: [a, b],
    cases: [
      [{ a: 2, b: 10 }, 1024],
      [{ a: -1, b: 0.5 }, "fails"],
      [{ a: 0, b: -1 }, "fails"],
    ],
  },
  abs: { args: [a], cases: [[{ a: -1.5 }, 1.5]] },
  floor: { args: [a], cases: [[{ a: -1.5 }, -2]] },
  ceil: { args: [a], cases: [[{ a: -1.5 }, -1]] },
  round: {
    args: [a, literal(2)],
    cases: [
      [{ a: 1.005 }, 1],
      [{ a: 2.675 }, 2.68],
      [{ a: -0.125 }, -0.12],
    ],
  },
  sum: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, 0],
      [{ numbers: [1, 2] }, 3],
    ],
  },
  min: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, "absent"],
      [{ numbers: [2, 1] }, 1],
    ],
  },
  max: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, "absent"],
      [{ numbers: [2, 1] }, 2],
    ],
  },
  upper: { args: [words], cases: [[{ text: "äß" }, "ÄSS"]] },
  lower: { args: [words], cases: [[{ text: "ÄB" }, "äb"]] },
  trim: { args: [words], cases: [[{ text: " a \n\t b " }, "a b"]] },
  contains: {
    args: [words, of("part")],
    cases: [
      [{ text: "abc", part: "bc" }, true],
      [{ text: "abc", part: "." }, false],
    ],
  },
  startsWith: {
    args: [words, of("part")],
    cases: [
      [{ text: "😀b", part: "😀" }, true],
      [{ text: "a", part: "ab" }, false],
    ],
  },
  matches: {
    args: [words, literal("^[a-z/{]+\\\\$"), literal("i")],
    cases: [
      [{ text: "A/{\\" }, true],
      [{ text: "A/" }, false],
    ],
  },
  substring: {
    args: [words, literal(-2), literal(1)],
    cases: [
      [{ text: "a😀b" }, "😀"],
      [{ text: "" }, ""],
    ],
  },
  textLength: { args: [words], cases: [[{ text: "a😀" }, 2]] },
  replace: {
    args: [words, of("part"), of("by")],
    cases: [
      [{ text: "a.a", part: "a", by: "$0" }, "$0.$0"],
      [{ text: "a", part: "", by: "b" }, "fails"],
    ],
  },
  split: {
    args: [words, literal(",")],
    cases: [
      [{ text: "a" }, ["a"]],
      [{ text: "a,,b" }, ["a", "", "b"]],
      [{ text: "" }, [""]],
    ],
  },
  joinText: {
    args: [of("texts"), literal(", ")],
    cases: [
      [{ texts: [] }, ""],
      [{ texts: ["a"] }, "a"],
      [{ texts: ["a", "b"] }, "a, b"],
    ],
  },
  toText: { args: [of("numbers")], cases: [[{ numbers: [0.1, 1e21] }, "[0.1,1e+21]"]] },
  toNumber: {
    args: [words],
    cases: [
      [{ text: "-1.5e2" }, -150],
      [{ text: "1e999" }, "fails"],
      [{ text: "" }, "fails"],
      [{ text: "0x1" }, 1],
    ],
  },
  parseJson: {
    args: [words],
    cases: [
      [{ text: "[1]" }, [1]],
      [{ text: "{" }, "fails"],
      [{ text: "null" }, null],
    ],
  },
  now: { args: [], cases: [[{}, new Date(moment).toISOString()]] },
  millis: { args: [], cases: [[{}, moment]] },
  toMillis: {
    args: [words],
    cases: [
      [{ text: "1970-01-01T00:00:01Z" }, 1000],
      [{ text: "1970-19-39" }, "fails"],
      [{ text: "soon" }, "fails"],
    ],
  },
  fromMillis: {
    args: [of("time")],
    cases: [
      [{ time: 1000 }, "1970-01-01T00:00:01.000Z"],
      [{ time: 1e15 }, "fails"],
    ],
  },
  uuid: { args: [], cases: [[{}, someUuid]] },
}
