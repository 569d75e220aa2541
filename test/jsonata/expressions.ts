import * as fc from "fast-check"

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom(0.5, 1e21, 1.005, -0.1),
  fc.constantFrom("a", "b", "ab", "", "Ünï", "👩‍👩‍👧 x", "2", "b a", "2017-05-15", "aabb"),
  fc.boolean(),
  fc.constant(null),
)

/** Input documents over few keys, so that paths find something. */
export const documents: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d e"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.record({ a: scalar, b: tie("value") }, { requiredKeys: ["a"], noNullPrototype: true }), {
      maxLength: 4,
    }),
  ),
})).value

/** A template of text whose holes are filled by arbitraries. */
function text(strings: TemplateStringsArray, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((values) => strings.reduce((all, string, at) => all + string + (values[at] ?? ""), ""))
}

const one = fc.constantFrom
const name = one("a", "b", "c", "`d e`", '"a"', "*", "**", "missing")
const number = one("0", "1", "2", "-1", "3", "0.5", "10", "1e3")
const string = one('"a"', '"b"', '""', '"ab"', '"👩‍👩‍👧"', "'x'", '"aXbXc"', '" p  q "', '"2"', '"\\u00e9"')
// No characters beyond the basic plane: the library splits them in halves, we match whole ones.
const plainString = one('"a"', '"ab"', "'x'", '"aXbXc"', '" p  q "', '"\\u00e9"', '""')
const regex = one("/a/", "/[ab]+/", "/(a)(b)?/i", "/x*/", "/b|a/", "/^a/", "/[^a]/", "/\\s+/", "/(.)(.)/", "/a.c/m")
const picture = one(
  '"#,##0.00"',
  '"0.0##"',
  '"01%"',
  '"#0;(#0)"',
  '"000"',
  '"#.##,#"',
  '"Ww"',
  '"I"',
  '"a"',
  '"w;o"',
  '"0;o"',
)
const datePicture = one(
  '"[Y0001]-[M01]-[D01]"',
  '"[D1o] [MNn,*-3] [Y]"',
  '"[FNn], [h]:[m] [PN]"',
  '"[H01][m01][s01].[f001][Z]"',
  '"[W]/[X] [w] [x] [d001]"',
  '"[Y,2-2] [z01:01t]"',
)
const binary = one("+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "&", "..", "~>")
const unaryFunction = one(
  "sum",
  "count",
  "max",
  "min",
  "average",
  "string",
  "length",
  "lowercase",
  "uppercase",
  "trim",
  "number",
  "floor",
  "ceil",
  "abs",
  "sqrt",
  "boolean",
  "not",
  "keys",
  "spread",
  "merge",
  "reverse",
  "distinct",
  "sort",
  "type",
  "exists",
  "base64encode",
  "base64decode",
  "encodeUrl",
  "encodeUrlComponent",
  "decodeUrl",
  "decodeUrlComponent",
  "round",
  "join",
  "formatBase",
  "fromMillis",
  "toMillis",
  "clone",
  "zip",
  "single",
  "error",
  "assert",
)
const binaryFunction = one(
  "append",
  "substring",
  "substringBefore",
  "substringAfter",
  "pad",
  "split",
  "contains",
  "join",
  "power",
  "round",
  "lookup",
  "formatBase",
  "zip",
  "assert",
  "string",
  "match",
  "formatNumber",
  "formatInteger",
  "parseInteger",
)

/** Expressions of JSONata, most of them sensible. No names of functions that Step Functions or chance change. */
export const expressions: fc.Arbitrary<string> = fc.letrec<Record<"value" | "path" | "fn" | "body", string>>((tie) => {
  const [value, path, fn, body] = [tie("value"), tie("path"), tie("fn"), tie("body")]
  return {
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: "expression" },
      path,
      one("$", "$$", "true", "false", "null", "[]", "{}", "$missing"),
      number,
      string,
      path,
      text`(${value} ${binary} ${value})`,
      text`-${path}`,
      text`[${value}, ${value}]`,
      text`[${number}..${number}]`,
      text`{"a": ${value}, ${string}: ${value}}`,
      text`(${value} ? ${value} : ${value})`,
      text`$${unaryFunction}(${value})`,
      text`$${binaryFunction}(${value}, ${value})`,
      text`$substring(${string}, ${number}, ${number})`,
      text`$pad(${string}, ${number}, ${string})`,
      text`($x := ${value}; $y := ${value}; ${body})`,
      text`$${one("map", "filter", "single")}(${value}, ${fn})`,
      text`$${one("each", "sift")}(${path}, ${fn})`,
      text`$reduce(${value}, function($x, $y){${body}})`,
      text`$reduce(${value}, function($x, $y, $i, $all){${body}}, ${value})`,
      text`$sort(${value}, function($x, $y){$x > $y})`,
      text`$${one("match", "contains", "split")}(${plainString}, ${regex})`,
      text`$replace(${string}, "a", ${string})`,
      text`$replace(${plainString}, ${one("/a/", "/(a)(b)?/", "/[ab]/i")}, ${one('"$1-$0"', '"$$"', '"$12"', "$uppercase", 'function($m){$m.match & "!"}')})`,
      text`$split(${string}, ${string}, ${number})`,
      text`$formatNumber(${number}, ${picture})`,
      // The library never ends where an exponent is asked for and the number is not above 0.
      text`$formatNumber(${one("12.5", "0.001", "1e21")}, ${one('"0.0e0"', '"#.##e00"', '"00.###e0"')})`,
      text`$formatInteger(${number}, ${picture})`,
      text`$fromMillis(${one("0", "1510067557121", "-1e12", "1e12")}, ${datePicture}, ${one('"+0100"', '"-0530"', '"0000"')})`,
      text`$toMillis($fromMillis(1510067557121, ${datePicture}), ${datePicture})`,
      text`(${value} ~> ${one("$sum", "$count", "$string", "$keys", "$map(function($x){$x})", "$substring(1)", "$append(1)")})`,
      text`(${value} ~> |${path}|{"a": ${value}}${one("", ', "b"', ', ["a", "c"]')}|)`,
      text`$map(${value}, $${unaryFunction})`,
      text`$append(?, ${value})(${value})`,
      text`(function($x)<${one("n:n", "s-:s", "a<n>:a", "x?:x", "(ns)-b?:x", "o:o")}>{${body}})(${value})`,
    ),
    path: fc.oneof(
      { maxDepth: 5, depthIdentifier: "path" },
      name,
      one("$", "$$", "$.a", "a.b", "a.*", "b.a"),
      text`${path}.${name}`,
      text`${path}[${one("0", "1", "-1", "a", "a=1", 'a="b"', "$", "a > 0", "[0,1]", "$count(b) > 0", "0.7", "true")}]`,
      text`${path}[]`,
      text`${path}^(${one("a", ">a", "<b, >a", "$string(a)")})`,
      text`${path}.(${body})`,
      text`${path}.[${value}]`,
      text`${path}.{"a": a, "n": $count(b)}`,
      text`${path}{$string(a): ${value}}`,
      text`${path}#$i.{"i": $i, "v": $}`,
      text`${path}#$i[$i = 0]`,
      text`${path}@$o.${name}.{"o": $o, "v": $}`,
      text`a.b.%.${name}`,
      text`${path}.$${one("string", "count", "type", "exists", "uppercase", "sum")}(${one("", "a", "$", "b")})`,
      text`**.a`,
      text`(${path})[0]`,
    ),
    fn: fc.oneof(
      text`function($x){${body}}`,
      text`function($x, $y){${body}}`,
      text`function($x, $y, $z){${body}}`,
      text`λ($x){$x = ${value}}`,
      one("$string", "$boolean", "$uppercase", "$count", "$exists", "$type"),
    ),
    body: fc.oneof(
      one("$x", "$y", "$x + $y", "$x & $y", "$x.a", "$x = $y", "[$x, $y]", "$x > 0", "$count($x)", '{"k": $x}', "$"),
      value,
    ),
  }
}).value
