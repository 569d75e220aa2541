import { describe, expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import type { Scope } from "../scope.ts"
import { compileOptionalPath, compilePath } from "./path.ts"
import { PathSyntaxError } from "./parse-path.ts"
import { compileReferencePath } from "./reference-path.ts"

const input: Json = {
  a: { b: { c: 1 } },
  list: [10, 20, 30, 40],
  books: [
    { title: "x", price: 5, tags: ["new"], isbn: "1" },
    { title: "y", price: 12, tags: [] },
    { title: "zz", price: 8, sold: null },
  ],
  limit: 10,
  empty: null,
  "odd name": 1,
  'Test\\""Name"': "escaped",
  "it's": "quoted",
  missing: true,
  at: [],
  last: true,
  "naïve-key_1": 2,
}

function scope(value: Json): Scope {
  return {
    input: value,
    context: () => ({ Execution: { Name: "run" } }),
    variable: (name) => (name === "v" ? { w: [1, 2] } : undefined),
    nowMs: 0,
    seed: "",
  }
}

const find = (path: string): Json | undefined => compileOptionalPath(path)(scope(input))

describe("a definite path answers the one value it leads to", () => {
  test.each<[string, Json | undefined]>([
    ["$", input],
    ["$.a.b.c", 1],
    ["$['a']['b'].c", 1],
    ['$["odd name"]', 1],
    ["$['it\\'s']", "quoted"],
    ['$[\'Test\\""Name"\']', "escaped"],
    ["$.naïve-key_1", 2],
    ["$.list[0]", 10],
    ["$.list[-1]", 40],
    ["$.list[ 2 ]", 30],
    ["$.list[9]", undefined],
    ["$.a[0]", undefined],
    ["$.nothing", undefined],
    ["$.a.nothing.c", undefined],
    ["$.toString", undefined],
    ["$.a.__proto__", undefined],
    ["$$.Execution.Name", "run"],
    ["$v.w[1]", 2],
    ["$unknown", undefined],
    ["$unknown.w", undefined],
    ["$.list.length()", 4],
    ["$.books[0].title.length()", 1],
    ["$.a.length()", 1],
    ["$.limit.length()", undefined],
    ["$.list.min()", 10],
    ["$.list.max()", 40],
    ["$.list.sum()", 100],
    ["$.list.avg()", 25],
    ["$.books.sum()", undefined],
    ["$.limit.sum()", undefined],
    ["$.a.keys()", ["b"]],
    ["$.list.keys()", undefined],
    ["$.list.size()", 4],
  ])("%s", (path, value) => {
    expect(find(path)).toEqual(value)
  })

  test("a value that looks like our own note of a miss is a value", () => {
    expect(compileOptionalPath("$.x")(scope({ x: { missing: true, at: [], last: true } }))).toBeDefined()
    expect(find("$")).toBe(input)
  })
})

describe("an indefinite path answers the list of all that match", () => {
  test.each<[string, Json]>([
    ["$.list[*]", [10, 20, 30, 40]],
    ["$.a.*", [{ c: 1 }]],
    ["$.limit.*", []],
    ["$.list[1:3]", [20, 30]],
    ["$.list[:2]", [10, 20]],
    ["$.list[-2:]", [30, 40]],
    ["$.list[ 0 : 4 : 2 ]", [10, 30]],
    ["$.list[::3]", [10, 40]],
    ["$.a[0:1]", []],
    ["$.list[0, 2]", [10, 30]],
    ["$['a','limit']", [{ b: { c: 1 } }, 10]],
    ["$['a','none']", [{ b: { c: 1 } }]],
    ["$.books[*].title", ["x", "y", "zz"]],
    ["$.books[*].isbn", ["1"]],
    ["$..c", [1]],
    ["$..title", ["x", "y", "zz"]],
    ["$..tags[0]", ["new"]],
    ["$..[0].price", [5]],
    ["$..nothing", []],
    ["$.a..*", [{ c: 1 }, 1]],
  ])("%s", (path, value) => {
    expect(find(path)).toEqual(value)
  })
})

describe("a filter keeps the items for which it holds", () => {
  const titles: readonly (readonly [string, readonly string[]])[] = [
    ["@.price < 10", ["x", "zz"]],
    ["@.price <= 8", ["x", "zz"]],
    ["@.price > 8", ["y"]],
    ["@.price >= 8", ["y", "zz"]],
    ["@.price == 12", ["y"]],
    ["@.price == '12'", ["y"]],
    ["@.price == ''", []],
    ["'12' == @.price", ["y"]],
    ["@.price != 12", ["x", "zz"]],
    ["@.price < $.limit", ["x", "zz"]],
    ["@.price < '10'", []],
    ["@.title > 'x'", ["y", "zz"]],
    ['@.title == "y"', ["y"]],
    ["@.isbn", ["x"]],
    ["!@.isbn", ["y", "zz"]],
    ["@.sold == null", ["zz"]],
    ["@.isbn && @.price < 10", ["x"]],
    ["@.isbn || @.price == 8", ["x", "zz"]],
    ["(@.isbn || @.sold) && !(@.price == 8)", ["x"]],
    ["@.title in ['x', 'y']", ["x", "y"]],
    ["@.title nin ['x', 'y']", ["zz"]],
    ["@.title in []", []],
    // Jayway JsonPath's README, "Filter operators"
    ["@.tags subsetof ['new', 'old']", ["x", "y"]],
    ["@.tags anyof ['new', 'old']", ["x"]],
    ["@.tags noneof ['new']", ["y"]],
    ["@.title size 2", ["zz"]],
    ["@.tags size 1", ["x"]],
    ["@.tags empty true", ["y"]],
    ["@.tags empty false", ["x"]],
    ["@.tags contains 'new'", ["x"]],
    ["@.title contains 'z'", ["zz"]],
    ["@.title in [1, true]", []],
    ["@.title in @.tags", []],
    ["@.title =~ /Z+/i", ["zz"]],
    ["@.title =~ /z/", []],
    ["@.price =~ /5/", []],
    ["@.title =~ 'z'", []],
    ["@.tags == $.books[0].tags", ["x"]],
    ["@['title'] == 'x'", ["x"]],
    ["@.price == -1e1", []],
    ["/x/ == 'x'", ["x", "y", "zz"]],
  ]
  test.each(titles)("%s", (filter, kept) => {
    expect(find(`$.books[?(${filter})].title`)).toEqual(kept)
  })

  test("over an object it tests the object, over anything else nothing", () => {
    expect(find("$.books[0][?(@.price == 5)].title")).toEqual(["x"])
    expect(find("$.limit[?(@ == 10)]")).toEqual([])
  })

  test("its pattern runs in time linear in the text", () => {
    const text = `${"a".repeat(50_000)}!`
    expect(compileOptionalPath("$[?(@ =~ /(a+)+/)]")(scope([text]))).toEqual([])
  })
})

describe("a text that is no path is refused", () => {
  test.each([
    "a",
    "",
    "$.",
    "$.a.",
    "$a.",
    "$.a[",
    "$.a[]",
    "$.a['b]",
    "$.a['b'",
    "$.a[b]",
    "$.a[1,]",
    "$.a[0:1:0]",
    "$.a[?@.b]",
    "$.a[?(@.b == )]",
    "$.a[?(@.b == x)]",
    "$.a[?(@.b =~ /x)]",
    "$.a[?(@.b == 1]",
    "$.a b",
    "$.a)",
    `$.a[?(${"!".repeat(60)}@.b)]`,
    "$.a[?(@.b =~ /(?=a)/)]",
    "$.a[?(@.b =~ /a(/)]",
  ])("%s", (path) => {
    expect(() => compileOptionalPath(path)).toThrow(PathSyntaxError)
  })
})

function notAnObject(path: string, member: string, before: string, found: string): string {
  return `Invalid path '${path}' : Expected to find an object with property ['${member}'] in path ${before} but found '${found}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`
}

describe("a path that must find something", () => {
  test.each([
    ["$.nothing", "Invalid path '$.nothing' : No results for path: $['nothing']"],
    ["$.a.nothing", "Invalid path '$.a.nothing' : No results for path: $['a']['nothing']"],
    ["$.nothing.a", "Invalid path '$.nothing.a' : Missing property in path $['nothing']"],
    ["$.list[9]", "Invalid path '$.list[9]' : No results for path: $['list'][9]"],
    ["$.limit.length()", "Invalid path '$.limit.length()' : No results for path: $['limit']"],
    ["$unknown", "Invalid path '$unknown' : No results for path: $"],
    // Jayway JsonPath, which AWS uses: an index beyond the end is no result wherever it stands,
    ["$.list[9].a", "Invalid path '$.list[9].a' : No results for path: $['list'][9]['a']"],
    ["$.list[-9]", "Invalid path '$.list[-9]' : No results for path: $['list'][-9]"],
    // an index of what is no array is (measured on AWS in an intrinsic's argument),
    ["$.limit[0]", "Invalid path '$.limit[0]' : Filter: [0] can only be applied to arrays. Current context is: 10"],
    ["$.empty[0]", "Invalid path '$.empty[0]' : The path $['empty'] is null"],
    // and so is a member of what is no object.
    ["$.limit.a", notAnObject("$.limit.a", "a", "$['limit']", "java.lang.Integer")],
    ["$.empty.a.b", notAnObject("$.empty.a.b", "a", "$['empty']", "null")],
    ["$.list.a", notAnObject("$.list.a", "a", "$['list']", "java.util.ArrayList")],
  ])("fails in AWS's words for %s", (path, cause) => {
    expect(() => compilePath(path, "InputPath")(scope(input))).toThrow(
      new QueryError("States.Runtime", cause, "InputPath"),
    )
  })

  test.each(["$", "$.a", "$[0]"])("of null, %s fails in AWS's words; of other roots it is as always", (path) => {
    expect(() => compilePath(path, "InputPath")(scope(null))).toThrow(
      new QueryError("States.Runtime", "Unable to apply Path transformation to null or empty input.", "InputPath"),
    )
    expect(compilePath("$$.Execution.Name", "InputPath")(scope(null))).toBe("run")
    expect(compilePath("$v.w[0]", "InputPath")(scope(null))).toBe(1)
  })

  test("answers what it finds", () => {
    expect(compilePath("$.limit", "InputPath")(scope(input))).toBe(10)
  })
})

describe("a reference path puts a result into a value", () => {
  test.each<[string, Json, Json]>([
    ["$", { a: 1 }, "new"],
    ["$.b", { a: 1 }, { a: 1, b: "new" }],
    ["$.a", { a: 1, b: 2 }, { a: "new", b: 2 }],
    ["$.b.c.d", { a: 1 }, { a: 1, b: { c: { d: "new" } } }],
    ["$.a[1]", { a: [1, 2, 3] }, { a: [1, "new", 3] }],
    ["$.a[0].b", { a: [{}] }, { a: [{ b: "new" }] }],
  ])("%s of %j", (path, into, outcome) => {
    const before = structuredClone(into)
    expect(compileReferencePath(path, "ResultPath")(into, "new")).toEqual(outcome)
    expect(into).toEqual(before)
  })

  test.each<[string, Json]>([
    ["$.a.b", { a: 1 }],
    ["$.a.b", { a: [1] }],
    ["$.a", "text"],
    ["$.a[3]", { a: [1] }],
    ["$.a[0]", { a: {} }],
  ])("%s of %j fails with States.ReferencePathConflict", (path, into) => {
    expect(() => compileReferencePath(path, "ResultPath")(into, "new")).toThrow(
      new QueryError(
        "States.ReferencePathConflict",
        `Unable to apply ReferencePath ${path} to input ${JSON.stringify(into)}`,
        "ResultPath",
      ),
    )
  })

  test.each(["$.a[*]", "$..a", "$.a[0:1]", "$$.a", "$v.a"])("%s is none", (path) => {
    expect(() => compileReferencePath(path, "ResultPath")).toThrow("is not a reference path")
  })
})
