import { type BundleIssue, issueOf } from "./bundle-error.ts"
import type { TaskBundle } from "./bundle-request.ts"

/** (AWS: "Lambda quotas": deployment package, unzipped) */
const mostBytes = 262_144_000

/** What is wrong with a bundle that Lambda would not take. */
export function tooLarge({ task, unzippedBytes, modules }: TaskBundle): readonly BundleIssue[] {
  if (unzippedBytes <= mostBytes) return []
  const heaviest = modules.slice(0, 3).map(({ path, bytes }) => `${path} (${bytes} bytes)`)
  const message = `The bundle of '${task}' has ${unzippedBytes} bytes; the heaviest modules: ${heaviest.join(", ")}.`
  return [issueOf("BUNDLE_TOO_LARGE", message, { task })]
}
