import { describe, expect, test } from "vitest"

import { provideEnvironment } from "../environment.ts"
import { defaultLimits, type Limits } from "./meter.ts"
import { builtinNames, compileProgram } from "./program.ts"

const input = {
  a: { b: { c: 1 }, list: [1, 2, 3] },
  items: [
    { id: "x", price: 5, tags: ["p", "q"], parts: [{ n: 1 }, { n: 2 }] },
    { id: "y", price: 12, tags: [], parts: { n: 3 } },
    { id: "z", price: 8 },
  ],
  text: "Hello, Wörld 👋",
  "odd name": true,
  nothing: null,
  zero: 0,
}

function evaluate(source: string, limits: Limits = defaultLimits): unknown {
  const value = compileProgram(source).evaluate(input, {
    outside: (name) => (name === "v" ? { w: [1] } : undefined),
    nowMs: 1_494_861_179_152,
    seed: () => "seed",
    limits,
  })
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, one: unknown) => (Object.is(one, -0) ? 0 : one)))
}

function describeTable(name: string, rows: Readonly<Record<string, unknown>>): void {
  describe(name, () => {
    test.each(Object.entries(rows))("%s", (source, value) => {
      expect(evaluate(source)).toEqual(value)
    })
  })
}

describeTable("paths", {
  "a.b.c": 1,
  "$.a.b.c": 1,
  "$$.a.list": [1, 2, 3],
  "items.id": ["x", "y", "z"],
  "items.parts.n": [1, 2, 3],
  "items.tags": ["p", "q"],
  "items[0].id": "x",
  "items[-1].id": "z",
  "items[1.9].id": "y",
  "items[price > 6].id": ["y", "z"],
  "items[price > 100].id": undefined,
  "items[[0, 2]].id": ["x", "z"],
  "items[id = 'x'].id[]": ["x"],
  "items[]^(price).id": ["x", "z", "y"],
  "items^(>price, id).id": ["y", "z", "x"],
  "`odd name`": true,
  "a.*": expect.arrayContaining([{ c: 1 }]),
  "a.**.c": 1,
  "**.n": [1, 2, 3],
  "a.'literal'": undefined,
  "a.b.missing": undefined,
  "missing.b": undefined,
  nothing: null,
  "nothing.x": undefined,
  "items.parts[0].n": [1, 3],
  "(items.parts)[0].n": 1,
  "items.(id & '!')": ["x!", "y!", "z!"],
  "items.[id, price]": [
    ["x", 5],
    ["y", 12],
    ["z", 8],
  ],
  "items.{'id': id}": [{ id: "x" }, { id: "y" }, { id: "z" }],
  "items{id: price}": { x: 5, y: 12, z: 8 },
  "items{$string(price > 6): id}": { false: "x", true: ["y", "z"] },
  "items#$i[$i = 1].id": "y",
  "items#$i.{'at': $i, 'id': id}": [
    { at: 0, id: "x" },
    { at: 1, id: "y" },
    { at: 2, id: "z" },
  ],
  "items@$o.$o.parts.{'id': $o.id, 'n': n}": [
    { id: "x", n: 1 },
    { id: "x", n: 2 },
    { id: "y", n: 3 },
  ],
  "items.parts.{'n': n, 'of': %.id}": [
    { n: 1, of: "x" },
    { n: 2, of: "x" },
    { n: 3, of: "y" },
  ],
  "items@$o#$i.$o.parts[n > 1].($i & $o.id & n)": ["0x2", "1y3"],
  "items@$o^(>$o.price)#$k.($k & $o.id)": ["y", "z", "x"],
  "items@$o{'all': $o.id}": { all: ["x", "y", "z"] },
  "items@$o{'one': $o[id = 'x'].price}": { one: 5 },
  // A sorted stream is a list of tuples to a predicate: it sees no bindings. (the library)
  "items#$i^(price)#$i[$i = 0].id": undefined,
  "items^(price)#$i.{'i': $i, 'id': id}": [
    { i: 0, id: "x" },
    { i: 1, id: "z" },
    { i: 2, id: "y" },
  ],
  "items[price > 6]#$i.{'i': $i, 'id': id}": [
    { i: 0, id: "y" },
    { i: 1, id: "z" },
  ],
  "items#$i^(>price).$i": [1, 2, 0],
  "[{'a': 1, 'b': 2}, {'a': 1, 'b': 1}]^(a).b": [2, 1],
  "[{'b': 1}, {'a': 1, 'b': 2}, {'b': 3}]^(a).b": [2, 1, 3],
  "items@$o{$o.id: $o.price}": { x: 5, y: 12, z: 8 },
  "$v.w": [1],
  "$v.w[0]": 1,
  $unknown: undefined,
  "$unknown.a": undefined,
  "$v.w.x": undefined,
  "$v.x.y": undefined,
})

describeTable("operators", {
  "1 + 2 * 3 - 4 / 2": 5,
  "7 % 4": 3,
  "-a.b.c": -1,
  "-missing": undefined,
  "missing + 1": undefined,
  "1 < 2 and 2 <= 2 and 3 > 2 and 2 >= 2": true,
  "'a' < 'b'": true,
  "missing < 1": undefined,
  "1 = 1 and 'a' != 'b'": true,
  "{'a': [1]} = {'a': [1]}": true,
  "{'a': 1} = {'b': 1}": false,
  "[1, 2] = [1, 3]": false,
  "[1] = {'a': 1}": false,
  "missing = missing": false,
  "missing != 1": false,
  "true or $error()": true,
  "false and $error()": false,
  "'x' in items.id": true,
  "1 in 1": true,
  "missing in [1]": false,
  "'a' & 1 & null & missing & [1]": "a1null[1]",
  "[1..3]": [1, 2, 3],
  "[3..1]": [],
  "[missing..1]": [],
  "zero ? 'yes' : 'no'": "no",
  "zero ? 'yes'": undefined,
  "items ~> $count": 3,
  "(items.price ~> $sum) + 1": 26,
  "($inc := function($x){$x + 1}; $two := $inc ~> $inc; $two(1))": 3,
  "'abc' ~> $substring(1)": "bc",
  "($x := 1; $y := ($x := 2; $x); [$x, $y])": [1, 2],
  "($x := 5)": 5,
  "[[1, 2], [3]]": [[1, 2], [3]],
  "[missing, 1]": [1],
  "{'a': missing, 'b': 1}": { b: 1 },
  "{}": {},
  "(1; 2)": 2,
  "()": undefined,
  "/* said */ 1": 1,
})

describeTable("functions as values", {
  "(function($x, $y){$x * $y})(2, 3)": 6,
  "(λ($x){$x})(2)": 2,
  "($f := function($n){$n <= 1 ? 1 : $n * $f($n - 1)}; $f(5))": 120,
  "($f := function($n, $acc){$n = 0 ? $acc : $f($n - 1, $acc + 1)}; $f(5000, 0))": 5000,
  "($half := $substring(?, 0, 2); $half('abc'))": "ab",
  "(function($x)<n:n>{$x})(1)": 1,
  "$map([1, 2], function($v, $i, $a){$v + $i + $count($a)})": [3, 5],
  "$map([1], function($v){$v})": 1,
  "$map(missing, $string)": undefined,
  "$filter([1, 2, 3], function($v){$v > 1})": [2, 3],
  "$single([1, 2], function($v){$v = 2})": 2,
  "$single([7])": 7,
  "$reduce([1, 2, 3], function($a, $b){$a + $b})": 6,
  "$reduce([1, 2], function($a, $b, $i, $all){$a + $b + $i + $count($all)}, 10)": 18,
  "$reduce([], function($a, $b){$a})": undefined,
  "$each({'a': 1, 'b': 2}, function($v, $k){$k & $v})": ["a1", "b2"],
  "$each({'a': 1}, function(){missing})": undefined,
  "$sift({'a': 1, 'b': 2}, function($v){$v > 1})": { b: 2 },
  "$sift({'a': 1}, function($v){$v > 1})": undefined,
  "$sort([3, 1, 2])": [1, 2, 3],
  "$sort(['b', 'a'])": ["a", "b"],
  "$sort([1])": [1],
  "$sort([1, 2, 3], function($a, $b){$a < $b})": [3, 2, 1],
  "$string($map)": "",
  "[$map = $map, $map = $filter]": [true, false],
})

describeTable("texts", {
  "$string(1.005)": "1.005",
  "$string(0.1 + 0.2)": "0.3",
  "$string(1e21)": "1e+21",
  "$string([1, {'a': null}])": '[1,{"a":null}]',
  "$string({'a': 1}, true)": '{\n  "a": 1\n}',
  "$string({'f': $sum})": '{"f":""}',
  "$string(missing)": undefined,
  "text.$length()": 14,
  "$substring(text, 7, 5)": "Wörld",
  "$substring(text, -1)": "👋",
  "$substring('abc', -2, 1)": "b",
  "$substring('abc', -9)": "abc",
  "$substring('abc', 1, 0)": "",
  "$substringBefore('a-b', '-')": "a",
  "$substringBefore('ab', '-')": "ab",
  "$substringAfter('a-b', '-')": "b",
  "$substringAfter('ab', '-')": "ab",
  "$lowercase('AB') & $uppercase('ab')": "abAB",
  "$trim('  a \\n b  ')": "a b",
  "$pad('a', 3) & '|'": "a  |",
  "$pad('a', -3, '#')": "##a",
  "$pad('abc', 2)": "abc",
  "$pad('a', 5, '12')": "a1212",
  "$pad('a', 3, '')": "a  ",
  "$contains('abc', 'b')": true,
  "$contains('abc', /B/i)": true,
  "$contains('abc', /x/)": false,
  "$match('abab', /a(b)(c)?/)": [
    { match: "ab", index: 0, groups: ["b", null] },
    { match: "ab", index: 2, groups: ["b", null] },
  ],
  "$match('abab', /ab/, 1).index": 0,
  "$match('a\\nb', /^b/m).index": 2,
  "$match('abab', /ab/, 0)": undefined,
  "$replace('abab', 'a', 'x')": "xbxb",
  "$replace('abab', 'a', 'x', 1)": "xbab",
  "$replace('abab', /a(b)/, '$1$0$$')": "bab$bab$",
  "$replace('ab', /a(b)/, '$12-$3')": "b2-",
  "$replace('ab', /ab/, '$x')": "$x",
  "$replace('abab', /b/, function($m){$uppercase($m.match)}, 1)": "aBab",
  "$split('a,b', ',')": ["a", "b"],
  "$split('a,b,c', ',', 2)": ["a", "b"],
  "$split('a1b2c', /[0-9]/)": ["a", "b", "c"],
  "$split('a1b2c', /[0-9]/, 2)": ["a", "b"],
  "$split('a1b2c', /[0-9]/, 0)": [],
  "$join(['a', 'b'], '-')": "a-b",
  "$join(['a', 'b'])": "ab",
  "$base64encode('hello') & $base64decode('aGVs_bG8')": "aGVsbG8=helý±¼",
  "$base64decode('YQ==YQ==') & $base64decode('a-b')": "ak\u00e6",
  "$encodeUrlComponent('a b?') & $decodeUrlComponent('a%20b')": "a%20b%3Fa b",
  "$encodeUrl('a b?') & $decodeUrl('a%20b')": "a%20b?a b",
})

describeTable("numbers", {
  "$sum([1, 2]) + $max([1, 3]) + $min([1, 3]) + $average([1, 3])": 9,
  "[$max([]), $average([]), $sum([]), $count([]), $count(missing), $count(1)]": [0, 0, 0, 1],
  "$number('1.5e1') + $number(true) + $number('0x10') + $number(2) + $number(false)": 34,
  "$number('0b11') + $number('0o7')": 10,
  "$floor(-1.5) & $ceil(1.2) & $abs(-1) & $sqrt(9) & $power(2, 3)": "-22138",
  "$round(2.5) & $round(3.5) & $round(-2.5) & $round(1.255, 2) & $round(125, -1)": "24-21.26120",
  "$formatBase(255, 16) & $formatBase(5)": "ff5",
  "$formatNumber(12345.6, '#,##0.00')": "12,345.60",
  "$formatNumber(-1.5, '0.0;(0.0)')": "(1.5)",
  "$formatNumber(-1.5, '0.0')": "-1.5",
  "$formatNumber(0.126, '#0%') & $formatNumber(0.5, '0‰')": "13%500‰",
  "$formatNumber(1234.5, '0.0e00') & ' ' & $formatNumber(0.012, '0.0e0')": "1.2e03 1.2e-2",
  "$formatNumber(0.5, '.00') & $formatNumber(5, '#')": ".505",
  "$formatNumber(1, '#.e0') & $formatNumber(0, '.##')": "1.0e0.0",
  "$formatNumber(1234567.125, '#,##,##0.0##,#')": "12,34,567.125,,",
  "$formatNumber(12, '#;#', {'zero-digit': '٠'})": "١٢",
  "$formatNumber(1.5, '0,0', {'decimal-separator': ',', 'grouping-separator': '.'})": "1,5",
  "$formatNumber(1234.567, '0.00,0')": "1234.56,7",
  "$formatNumber(12345678, '#,##0')": "12,345,678",
  "$formatNumber(12345678, '#,#,##,##0') & $formatNumber(5, '#,#,##,##0')": "12,3,45,678,,,5",
  "$formatInteger(123, '#,##0') & $formatInteger(1234567, '#,##0')": "1231,234,567",
  "$formatInteger(12, '001') & $formatInteger(2, '1;o') & $formatInteger(12, '1;o') & $formatInteger(23, '1;o')":
    "0122nd12th23rd",
  "$formatInteger(1999, 'I') & $formatInteger(4, 'i') & $formatInteger(28, 'a') & $formatInteger(1, 'A')":
    "MCMXCIXivabA",
  "$formatInteger(0, 'w')": "zero",
  "$formatInteger(121, 'Ww')": "One Hundred and Twenty-One",
  "$formatInteger(1000001, 'W')": "ONE MILLION AND ONE",
  "$formatInteger(1200, 'w;o')": "one thousand, two hundredth",
  "$formatInteger(30, 'w;o') & $formatInteger(1000, 'w;o') & $formatInteger(42, 'w;o')":
    "thirtiethone thousandthforty-second",
  "$formatInteger(1e15, 'w')": "one thousand trillion",
  "$formatInteger(-5, 'i')": "-v",
  "$formatInteger(1234, '#:##-0')": "1:23-4",
  "$formatInteger(7, '٠٠')": "٠٧",
  "$parseInteger('1,234', '#,##0') + $parseInteger('12nd', '1;o')": 1246,
  "$parseInteger('1:23-4', '#:##-0')": 1234,
  "$parseInteger('٠٧', '٠٠')": 7,
  "$parseInteger('MCMXCIX', 'I') + $parseInteger('iv', 'i') + $parseInteger('ab', 'a') + $parseInteger('A', 'A')": 2032,
  "$parseInteger('one hundred and twenty-one', 'w')": 121,
  "$parseInteger('two thousand, three hundred and first', 'w')": 2301,
  "$parseInteger('none', 'w')": null,
})

describeTable("collections", {
  "$append([1], 2)": [1, 2],
  "$append(missing, 1)": 1,
  "$append(1, missing)": 1,
  "$exists(a) and $not($exists(missing))": true,
  "$boolean([0, 1]) and $not($boolean([0])) and $boolean({'a': 1}) and $not($boolean(''))": true,
  "$boolean(missing)": undefined,
  "$boolean($sum)": false,
  "[1, null, 'a', true, [], {}, $sum].$type($)": ["number", "null", "string", "boolean", "array", "object", "function"],
  "$type([])": "array",
  "$keys({'a': 1, 'b': 2})": ["a", "b"],
  "$keys([{'a': 1}, {'a': 2, 'b': 3}])": ["a", "b"],
  "$keys(1)": undefined,
  "$lookup({'a': 1}, 'a')": 1,
  "$lookup([{'a': 1}, {'a': [2]}], 'a')": [1, 2],
  "$spread([{'a': 1}, {'b': 2}])": [{ a: 1 }, { b: 2 }],
  "$spread(1)": 1,
  "$merge([{'a': 1}, {'b': 2, 'a': 3}])": { a: 3, b: 2 },
  "$reverse([1, 2])": [2, 1],
  "$reverse([1])": [1],
  "$distinct([1, 2, 1, {'a': 1}, {'a': 1}])": [1, 2, { a: 1 }],
  "$distinct(items.tags)": ["p", "q"],
  "$distinct(1)": 1,
  "$zip([1, 2], [3, 4, 5])": [
    [1, 3],
    [2, 4],
  ],
  "$count($shuffle([1, 2, 3]))": 3,
  "$clone({'a': [1]})": { a: [1] },
  "$assert(true)": undefined,
  "a ~> |b|{'c': 2}|": { b: { c: 2 }, list: [1, 2, 3] },
  "a ~> |b|{}, 'c'|": { b: {}, list: [1, 2, 3] },
  "items[0] ~> |parts|{'m': n}, ['n']|": { id: "x", price: 5, tags: ["p", "q"], parts: [{ m: 1 }, { m: 2 }] },
  "a ~> |missing|{'c': 2}|": { b: { c: 1 }, list: [1, 2, 3] },
  "a ~> |list|{'c': 2}|": { b: { c: 1 }, list: [1, 2, 3] },
  "a ~> |b|{}, missing|": { b: { c: 1 }, list: [1, 2, 3] },
  "a ~> |list|{}, 'c'|": { b: { c: 1 }, list: [1, 2, 3] },
  "a ~> |b|missing|": { b: { c: 1 }, list: [1, 2, 3] },
  "missing ~> |b|{'c': 2}|": undefined,
})

describeTable("time", {
  "$now()": "2017-05-15T15:12:59.152Z",
  "$millis()": 1_494_861_179_152,
  "$now('[Y0001]')": "2017",
  "$now('[H01]:[m01][z]', '+0130')": "16:42GMT+01:30",
  "$fromMillis(0, missing, '-0800')": "1969-12-31T16:00:00.000-08:00",
  "$fromMillis(0, '[D1o] [MNn] [Y], [FNn] [h]:[m] [P] [[UTC]]')": "1st January 1970, Thursday 12:00 am [UTC]",
  "$fromMillis(1510067557121, '[W]/[X] [w] [x] [xNn,*-3] [d001] [Y,2-2] [f001] [C][E] [PN] [FN,3-3] [Mn]')":
    "45/2017 2 11 Nov 311 17 121 ISOISO PM TUE november",
  "$fromMillis(1104537600000, '[W]/[X] [w] [x]')": "53/2004 5 12",
  "$fromMillis(1293840000000, '[F1] [W]')": "6 52",
  "$fromMillis(1230768000000, '[W]/[X] [w] [x]')": "1/2009 1 1",
  "$fromMillis(1230681600000, '[W]/[X] [w] [x]')": "1/2009 1 1",
  "$fromMillis(0, '[Z] [Z0] [Z00] [Z0000] [Z01:01t]', '+0000')": "+00:00 +0 +00 +0000 Z",
  "$fromMillis(0, '[Z0]', '+0130')": "+1:30",
  "$fromMillis(0, '[H,2] [M,*] [D,*-2]')": "00 1 01",
  "$toMillis('2017-05-15T15:12:59.152Z')": 1_494_861_179_152,
  // A time without a zone is UTC's.
  "$toMillis('2017-05-15T15:12:59')": 1_494_861_179_000,
  "$toMillis('2017-05-15T15:12:59.152')": 1_494_861_179_152,
  "$toMillis('2017-05-15T15:12:59+0200')": 1_494_853_979_000,
  "$toMillis('2017-05-15')": 1_494_806_400_000,
  "$toMillis('2017-05-15', '[Y]-[M]-[D]')": 1_494_806_400_000,
  "$toMillis('15th May 2017 3:12 pm', '[D1o] [MNn] [Y] [h]:[m] [P]')": 1_494_861_120_000,
  "$toMillis('Mon 12 am', '[FNn,3-3] [h] [P]')": 1_494_806_400_000,
  "$toMillis('2017 135', '[Y] [d]')": 1_494_806_400_000,
  "$toMillis('12:30+01:30', '[H]:[m][Z]')": 1_494_846_000_000,
  "$toMillis('12:30GMT-0100', '[H]:[m][z0000]')": 1_494_855_000_000,
  "$toMillis('12:30+02', '[H]:[m][Z00]')": 1_494_844_200_000,
  "$toMillis('MMXVII-v', '[YI]-[Mi]')": 1_493_596_800_000,
  "$toMillis('two thousand and seventeen', '[Yw]')": 1_483_228_800_000,
  "$toMillis('b', '[Ma]')": 1_485_907_200_000,
  "$toMillis('0517', '[M01][Y,2-2]')": -1_662_163_200_000,
  "$toMillis('x', '[Y]')": undefined,
  "$toMillis('x', 'x')": undefined,
})

describeTable("what Step Functions adds", {
  "$partition([1, 2, 3], 2)": [[1, 2], [3]],
  "$range(0, 6, 2)": [0, 2, 4, 6],
  "$range(3, 1, -1)": [3, 2, 1],
  "$range(1, 0, 1)": undefined,
  // Measured on AWS:
  "$range(-1.7, 2, 1)": [-1, 0, 1, 2],
  "$range(5, 1, -1.5)": [5, 4, 3, 2, 1],
  "$range(1, 5)": undefined,
  "$range(5, 1, 1)": undefined,
  "$range(1, 5, -1)": undefined,
  "$range(7, 9, 9)": 7,
  "$count($range(1, 360145, 1))": 360_145,
  "$partition([1, 2, 3], 2.9)": [[1, 2], [3]],
  "$partition([1, 2], 0)": undefined,
  "$partition([1, 2], -0.5)": undefined,
  "$partition([], 2)": undefined,
  "$hash('a')": undefined,
  "$random(0.9) = $random(0)": true,
  "$random(42)": 0.7275636800328681,
  "$parse('{\"a\":[1]}')": { a: [1] },
  "$uuid() = $uuid()": false,
  "($r := $random(); $r >= 0 and $r < 1 and $r != $random())": true,
})

test("an input that is an array is one item, whose members paths visit", () => {
  const over = (source: string): unknown =>
    compileProgram(source).evaluate([{ a: 1 }, { a: 2 }], { outside: () => undefined, nowMs: 0, seed: () => "" })
  expect([...(over("a") as unknown[])]).toEqual([1, 2])
  expect(over("$")).toEqual([{ a: 1 }, { a: 2 }])
  expect(over("$[0].a")).toBe(1)
  expect(over("$count($)")).toBe(2)
  expect(over("$string($)")).toBe('[{"a":1},{"a":2}]')
  expect([...(over("*") as unknown[])]).toEqual([{ a: 1 }, { a: 2 }])
})

test("$hash asks the platform", () => {
  provideEnvironment({ hash: (algorithm, text) => `${algorithm} of ${text}` })
  expect(evaluate("$hash('a', 'SHA-1')")).toBe("SHA-1 of a")
})

test("the built-ins are those of JSONata 2.0.6 without $eval, and Step Functions' own", () => {
  expect(builtinNames).toContain("formatNumber")
  expect(builtinNames).toContain("partition")
  expect(builtinNames).not.toContain("eval")
  expect(builtinNames.size).toBe(69)
})
