// The functions of JSONata 2.0.6 (jsonata.org) and those that Step Functions adds (developer guide, "Transforming data").
const builtIn = new Set(
  (
    "abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent " +
    "distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber " +
    "fromMillis join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power " +
    "random reduce replace reverse round shuffle sift single sort split spread sqrt string substring substringAfter " +
    "substringBefore sum toMillis trim type typeOf uppercase zip hash parse partition range uuid states"
  ).split(" "),
)

/** The variables of a parsed JSONata expression that it neither defines nor finds among the built-in functions. */
export function freeVariables(ast: unknown): readonly string[] {
  const used = new Set<string>()
  const bound = new Set<string>()
  walk(ast, used, bound, new Set())
  // `$` and `$$`, the context and the input, are called "" and "$".
  return [...used].filter((name) => name !== "" && name !== "$" && !bound.has(name) && !builtIn.has(name))
}

interface AstNode {
  readonly type?: unknown
  readonly value?: unknown
  readonly lhs?: unknown
  readonly arguments?: unknown
  readonly focus?: unknown
  readonly index?: unknown
}

function walk(node: unknown, used: Set<string>, bound: Set<string>, seen: Set<unknown>): void {
  if (typeof node !== "object" || node === null || seen.has(node)) return
  seen.add(node)
  const { type, value, lhs, arguments: parameters, focus, index }: AstNode = node
  if (type === "variable" && typeof value === "string") used.add(value)
  if (type === "bind") bind(lhs, bound)
  if (type === "lambda" && Array.isArray(parameters)) for (const parameter of parameters) bind(parameter, bound)
  for (const name of [focus, index]) if (typeof name === "string") bound.add(name) // `@$v` and `#$i`
  for (const child of Object.values(node)) walk(child, used, bound, seen)
}

function bind(variable: unknown, bound: Set<string>): void {
  const { value } = (variable ?? {}) as AstNode // any node
  if (typeof value === "string") bound.add(value)
}
