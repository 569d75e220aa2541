/** An expression that is made to hang, to recurse for ever or to take all memory. */
export interface Bomb {
  readonly name: string
  readonly source: string
  readonly input?: unknown
}

const victim = { text: `${"a".repeat(40)}!` }

/** The classic ones, and those that this language invites. */
export const bombs: readonly Bomb[] = [
  { name: "nested repetition", source: "$match(text, /^(a+)+$/)", input: victim },
  { name: "overlapping alternatives", source: "$match(text, /^(a|a)*$/)", input: victim },
  { name: "endless recursion", source: "($f := function($x){ $f($x) + 1 }; $f(1))" },
  { name: "an endless loop in tail position", source: "($f := function($n){ $f($n + 1) }; $f(0))" },
  { name: "the fixed point of itself", source: "($w := function($x){ $x($x) }; $w($w))" },
  { name: "loops within loops", source: "$map([1..9999], function($x){ $map([1..9999], function($y){ $x * $y }) })" },
  { name: "a text doubled forty times", source: "$reduce([1..40], function($a, $i){ $a & $a }, 'x')" },
  { name: "a list doubled forty times", source: "$reduce([1..40], function($a, $i){ $append($a, $a) }, [1])" },
  {
    name: "an object that holds itself twice, forty times",
    source: "$reduce([1..40], function($a, $i){ {'l': $a, 'r': $a} }, 1)",
  },
  { name: "the text of one", source: "$length($string($reduce([1..40], function($a, $i){ {'l': $a, 'r': $a} }, 1)))" },
  {
    name: "two of them compared",
    source:
      "($d := function($s){ $reduce([1..40], function($a, $i){ {'l': $a, 'r': $a} }, $s) }; $d(1) = $d(2) or $d([1]) = $d([1]))",
  },
  {
    name: "all that is in one",
    source: "($d := $reduce([1..40], function($a, $i){ {'l': $a, 'r': $a} }, 1); $count($d.**))",
  },
  {
    name: "a long list that stands in one ten thousand times",
    source: "($b := [1..800000]; $map([1..10000], function($x){ [$b] }))",
  },
  { name: "an object a hundred thousand deep", source: "$reduce([1..100000], function($a, $i){ {'a': $a} }, 1)" },
  {
    name: "a long list summed again and again",
    source: "($b := [1..800000]; $map([1..100000], function($x){ $sum($b) }))",
  },
  {
    name: "a long list searched again and again",
    source: "($b := [1..800000]; $map([1..100000], function($x){ -1 in $b }))",
  },
  {
    name: "a long text changed again and again",
    source: "($t := $pad('', 4000000, 'x'); $map([1..100000], function($x){ $uppercase($t) }))",
  },
  {
    name: "different objects made distinct",
    source: "$count($distinct($map([1..100000], function($x){ {'n': $x} })))",
  },
  { name: "a text of a thousand million characters", source: "$length($pad('x', 1000000000))" },
  {
    name: "functions composed forty times",
    source:
      "($g := function($f, $n){ $n = 0 ? $f : $g($f ~> $f, $n - 1) }; $h := $g(function($x){ $x + 1 }, 40); $h(0))",
  },
]
