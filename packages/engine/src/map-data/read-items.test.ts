import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import type { ReadOptions } from "../core/command.ts"
import { csvItems, csvRows } from "./csv.ts"
import { readItems } from "./read-items.ts"

const getObject = "arn:aws:states:::s3:getObject"
const listObjects = "arn:aws:states:::s3:listObjectsV2"
const reader = (fields: Partial<ReadOptions>): ReadOptions => ({ inputType: "JSON", ...fields })

describe("CSV", () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      "rows and fields",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "line ends of either kind",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "no line end at the end",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["empty lines are skipped", "a\n\n\nb\n", [["a"], ["b"]]],
    ["quotes around delimiters and line ends", '"a,b","c\nd"\n', [["a,b", "c\nd"]]],
    ["a doubled quote is one", '"say ""hi"""\n', [['say "hi"']]],
    ["nothing but doubled quotes", '"""",""', [['"', ""]]],
    ["a quote inside a field without quotes is one", 'a"b,c\n', [['a"b', "c"]]],
    ["half a line end is none", "a\rb,c\r\n", [["a\rb", "c"]]],
    ["empty fields", ",x,\n", [["", "x", ""]]],
    ["a delimiter at the very end", "a,", [["a", ""]]],
    ["a quote that is not closed runs to the end", '"a,b', [["a,b"]]],
    ["nothing", "", []],
  ])("%s", (_, text, rows) => {
    expect(csvRows(text, ",")).toEqual(rows)
  })

  test.each([
    ["COMMA", ","],
    ["PIPE", "|"],
    ["SEMICOLON", ";"],
    ["SPACE", " "],
    ["TAB", "\t"],
    ["unheard of", ","],
  ])("the delimiter %s", (name, delimiter) => {
    expect(csvItems(`a${delimiter}b\n1${delimiter}2`, undefined, name)).toEqual([{ a: "1", b: "2" }])
  })

  test("fields beyond the headers are dropped, missing ones empty", () => {
    expect(csvItems("a,b\n1\n1,2,3", undefined, "COMMA")).toEqual([
      { a: "1", b: "" },
      { a: "1", b: "2" },
    ])
  })

  test("headers that are given make the first row an item", () => {
    expect(csvItems("1,2", ["x", "y"], "COMMA")).toEqual([{ x: "1", y: "2" }])
  })

  test("an empty text has no items", () => {
    expect(csvItems("", undefined, "COMMA")).toEqual([])
  })
})

describe("what a reader's resource answers is decoded", () => {
  test.each<[string, Partial<ReadOptions>, Json, readonly Json[]]>([
    ["CSV", { inputType: "CSV" }, { Body: "a\n1" }, [{ a: "1" }]],
    [
      "CSV as it is configured",
      { inputType: "CSV", csvHeaders: ["x"], csvDelimiter: "TAB" },
      { Body: "1\t2" },
      [{ x: "1" }],
    ],
    ["JSON", {}, { Body: "[1,{}]" }, [1, {}]],
    ["JSON at a pointer", { itemsPointer: "/a~1b/0" }, { Body: '{"a/b":[[1,2]]}' }, [1, 2]],
    ["JSON lines", { inputType: "JSONL" }, { Body: '{"a":1}\r\n\n2\n' }, [{ a: 1 }, 2]],
    ["items that were read already", {}, [1, 2], [1, 2]],
  ])("%s", (_, fields, answer, items) => {
    expect(readItems(getObject, reader(fields), answer)).toEqual({ items })
  })

  test.each<[string, Json, readonly Json[]]>([
    ["a list of objects", { Contents: [{ Key: "k" }] }, [{ Key: "k" }]],
    ["a list without objects", {}, []],
  ])("%s", (_, answer, items) => {
    expect(readItems(listObjects, reader({}), answer)).toEqual({ items })
  })

  test("at most MaxItems", () => {
    expect(readItems(getObject, reader({ maxItems: 2 }), { Body: "[1,2,3]" })).toEqual({ items: [1, 2] })
  })

  test.each<[string, Partial<ReadOptions>, Json, string]>([
    ["no object", {}, "text", "The resource of the ItemReader answered no object."],
    ["no body", {}, {}, "The resource of the ItemReader answered no Body."],
    ["JSON that is none", {}, { Body: "[" }, "Attempting to map over invalid JSON."],
    ["JSON lines that are none", { inputType: "JSONL" }, { Body: "{" }, "Attempting to map over invalid JSON Lines."],
    ["JSON that is no array", {}, { Body: "{}" }, "Attempting to map over non-iterable node."],
    [
      "a pointer to nothing",
      { itemsPointer: "/a/b" },
      { Body: '{"a":1}' },
      "Attempting to map over non-iterable node.",
    ],
    ["an unknown type", { inputType: "PARQUET" }, { Body: "" }, "The InputType PARQUET cannot be read."],
  ])("%s cannot be read", (_, fields, answer, cause) => {
    expect(readItems(getObject, reader(fields), answer)).toEqual({ cause })
  })
})
