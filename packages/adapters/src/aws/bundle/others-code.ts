import { type BundleIssue, issueOf } from "./bundle-error.ts"
import type { BuiltBundle } from "./build-bundle.ts"
import { packageOf } from "./package-of.ts"
import { reachedIn } from "./reached.ts"

/** What is less than this, in minified bytes, is not worth a warning. */
const negligible = 512

/** Warns of code that a bundle holds although only another task's handler needs it. */
export function othersCode(bundles: readonly BuiltBundle[]): readonly BundleIssue[] {
  const reached = bundles.map(reachedIn)
  const dragged = bundles.flatMap((bundle, index) => {
    const { task } = bundle.place
    return [...(reached[index]?.unneeded ?? [])].flatMap(([module, bytes]) => {
      if (bytes < negligible || isPartOf(module, reached[index]?.needed)) return []
      const owner = bundles.find((other, at) => other !== bundle && reached[at]?.needed.has(module))
      if (owner === undefined) return []
      const message = `The bundle of '${task}' holds ${bytes} bytes of ${module}, which only '${owner.place.task}' needs.`
      return [issueOf("ANOTHERS_CODE", message, { task })]
    })
  })
  return [...dragged, ...inLists(bundles)]
}

/** Whether a module is of a package that the handler needs another part of: nobody can divide it. */
function isPartOf(module: string, needed: ReadonlySet<string> = new Set()): boolean {
  const owner = packageOf(module)
  return owner !== undefined && [...needed].some((other) => packageOf(other) === owner)
}

function inLists(bundles: readonly BuiltBundle[]): readonly BundleIssue[] {
  const members = bundles.filter(({ place }) => place.exportPath.length > 1)
  const lists = Map.groupBy(members, ({ place }) => `'${place.exportPath[0]}' of ${place.file}`)
  return [...lists].flatMap(([, [first, ...others]]) => {
    if (first === undefined || others.length === 0) return []
    const { exportPath, task } = first.place
    const names = [task, ...others.map(({ place }) => place.task)].map((name) => `'${name}'`).join(", ")
    const bytes = first.files.get("index.mjs")?.length ?? 0
    return [
      issueOf(
        "HANDLERS_IN_LIST",
        `The handlers of ${names} stand in '${exportPath[0]}'; each bundle has ${bytes} bytes.`,
      ),
    ]
  })
}
