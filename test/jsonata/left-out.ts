/** Cases of the suite that Step Functions answers otherwise, and why; a key ends at a `/` or is a whole id. */
const leftOut: Readonly<Record<string, string>> = {
  "function-eval/": "Step Functions has no $eval",
  "range-operator/case021": "an array of ten million elements is beyond Step Functions' memory",
  "range-operator/case024": "an array of ten million elements is beyond Step Functions' memory",
  "tail-recursion/case002": "bounds the depth of the suite's own test harness",
  "tail-recursion/case005": "an error code of the suite's own test harness; ours is U1002",
}

/** Why a case does not apply to us; undefined where it does. */
export function reasonToLeaveOut(id: string): string | undefined {
  return leftOut[id] ?? leftOut[`${id.slice(0, id.indexOf("/"))}/`]
}
