import { body, literal, of, type Row, parameter } from "./operands.ts"

/** Examples of the functions of lists and objects: with none, one and several items, and items that are lists. */
export const listRows: Readonly<Record<string, Row>> = {
  map: {
    args: [of("items"), body("item", parameter("item", "tags"))],
    cases: [
      [{ items: [] }, []],
      [{ items: [{ id: "a", tags: ["x"] }] }, [["x"]]],
      [{ items: [{ id: "a", tags: [] }] }, [[]]],
    ],
  },
  filter: {
    args: [
      of("numbers"),
      body("item", { kind: "call", fn: "gt", args: [parameter("item"), literal(1)], shape: { type: "boolean" } }),
    ],
    cases: [
      [{ numbers: [1] }, []],
      [{ numbers: [1, 2] }, [2]],
      [{ numbers: [2, 3] }, [2, 3]],
    ],
  },
  count: {
    args: [of("items")],
    cases: [
      [{ items: [] }, 0],
      [{ items: [{ id: "a", tags: [] }] }, 1],
    ],
  },
  sortBy: {
    args: [of("items"), body("item", parameter("item", "id"))],
    cases: [
      [{ items: [] }, []],
      [
        {
          items: [
            { id: "b", tags: [] },
            { id: "a", tags: [] },
          ],
        },
        [
          { id: "a", tags: [] },
          { id: "b", tags: [] },
        ],
      ],
    ],
  },
  reverse: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [1] }, [1]],
      [{ numbers: [1, 2] }, [2, 1]],
    ],
  },
  at: {
    args: [of("lists"), of("n")],
    cases: [
      [{ lists: [[1], []], n: -1 }, []],
      [{ lists: [[1]], n: 0 }, [1]],
      [{ lists: [[1]], n: 1 }, "absent"],
    ],
  },
  append: {
    args: [of("lists"), of("numbers")],
    cases: [
      [{ lists: [], numbers: [] }, []],
      [{ lists: [[1]], numbers: [2] }, [[1], 2]],
    ],
  },
  flatten: {
    args: [of("lists")],
    cases: [
      [{ lists: [] }, []],
      [{ lists: [[1]] }, [1]],
      [{ lists: [[1], [], [2]] }, [1, 2]],
    ],
  },
  distinct: {
    args: [of("lists")],
    cases: [
      [{ lists: [[1], [1]] }, [[1]]],
      [{ lists: [] }, []],
    ],
  },
  includes: {
    args: [of("numbers"), of("a")],
    cases: [
      [{ numbers: [1], a: 1 }, true],
      [{ numbers: [], a: 1 }, false],
    ],
  },
  range: {
    args: [literal(1), of("n")],
    cases: [
      [{ n: 0 }, []],
      [{ n: 1 }, [1]],
      [{ n: 3 }, [1, 2, 3]],
    ],
  },
  merge: {
    args: [of("order"), of("record")],
    cases: [
      [
        { order: { id: "a" }, record: { id: 1, z: 2 } },
        { id: 1, z: 2 },
      ],
    ],
  },
  keys: {
    args: [of("record")],
    cases: [
      [{ record: {} }, []],
      [{ record: { a: 1 } }, ["a"]],
    ],
  },
  lookup: {
    args: [of("record"), of("text")],
    cases: [
      [{ record: { "a b": 1 }, text: "a b" }, 1],
      [{ record: {}, text: "a" }, "absent"],
    ],
  },
  fromEntries: {
    args: [of("entries")],
    cases: [
      [{ entries: [] }, {}],
      [
        {
          entries: [
            { key: "a", value: 1 },
            { key: "b", value: 2 },
            { key: "a", value: 3 },
          ],
        },
        { a: 3, b: 2 },
      ],
    ],
  },
}
