import { expect, test } from "vitest"

import { jsonFault } from "./json-fault.ts"

// Jackson's ReaderBasedJsonParser, message by message; `{'` at column 3 as AWS reported it.
test.each<[string, string | undefined]>([
  [
    "not a definition",
    "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4]",
  ],
  [
    "{'a':1}",
    "Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [Source: (String)\"{'a':1}\"; line: 1, column: 3]",
  ],
  [
    '{"a" 1}',
    'Unexpected character (\'1\' (code 49)): was expecting a colon to separate field name and value\n at [Source: (String)"{"a" 1}"; line: 1, column: 7]',
  ],
  [
    '{"a":1\n"b":2}',
    'Unexpected character (\'"\' (code 34)): was expecting comma to separate Object entries\n at [Source: (String)"{"a":1\n"b":2}"; line: 2, column: 2]',
  ],
  [
    "[1 2]",
    "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries\n at [Source: (String)\"[1 2]\"; line: 1, column: 5]",
  ],
  [
    '{"a":1,}',
    'Unexpected character (\'}\' (code 125)): was expecting double-quote to start field name\n at [Source: (String)"{"a":1,}"; line: 1, column: 9]',
  ],
  [
    '{"a":}',
    "Unexpected character ('}' (code 125)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"{\"a\":}\"; line: 1, column: 7]",
  ],
  [
    '{"a":1',
    'Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"{"a":1"; line: 1, column: 1])\n at [Source: (String)"{"a":1"; line: 1, column: 7]',
  ],
  [
    '{"a":1,',
    'Unexpected end-of-input within/between Object entries\n at [Source: (String)"{"a":1,"; line: 1, column: 8]',
  ],
  ['{"a', 'Unexpected end-of-input in field name\n at [Source: (String)"{"a"; line: 1, column: 4]'],
  [
    '["a',
    'Unexpected end-of-input: was expecting closing quote for a string value\n at [Source: (String)"["a"; line: 1, column: 4]',
  ],
  [
    '["a\nb"]',
    'Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value\n at [Source: (String)"["a\nb"]"; line: 2, column: 1]',
  ],
  ['["\\x"]', 'Unrecognized character escape \'x\' (code 120)\n at [Source: (String)"["\\x"]"; line: 1, column: 5]'],
  ["{} x", undefined],
  ["[01]", undefined],
  ['["\\u12"]', undefined],
  ['{"a": [true, {"b": null}, -1.5e3, "\\u00e9\\n"]}', undefined],
])("%j", (text, message) => {
  expect(jsonFault(text)).toBe(message)
})

test("a long source is cut", () => {
  expect(jsonFault(`[${"1,".repeat(400)}x`)).toMatch(
    /\(String\)"\[(?:1,){249}1"\[truncated 302 chars\]; line: 1, column: 803\]$/,
  )
})

test("deep nesting is no trouble", () => {
  expect(jsonFault("[".repeat(200_000))).toMatch(/^Unexpected end-of-input: expected close marker for Array/)
})
