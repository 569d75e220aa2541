import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import type { Parts } from "../parts.ts"
import { arn, list, required, tags as tagList, text } from "../request/shape.ts"
import { machineArn } from "./machine-of.ts"
import { operation, type Operations } from "./operation.ts"

type Tags = Readonly<Record<string, string>>

/** (AWS: quotas, tags per resource) */
const mostTags = 50

/**
 * What a resource's tags are with more of them.
 * @throws {ApiError} `TooManyTags`
 */
export function tagsWith(
  resource: string,
  tags: Tags,
  more: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = [],
): Tags {
  const all = {
    ...tags,
    ...Object.fromEntries(more.flatMap(({ key, value = "" }) => (key === undefined ? [] : [[key, value]]))),
  }
  if (Object.keys(all).length > mostTags) {
    throw new ApiError("TooManyTags", `A resource may have at most ${mostTags} tags.`, {
      members: { resourceName: resource },
    })
  }
  return all
}

export const tagOperations: Operations = {
  TagResource: operation(
    { resourceArn: required(arn), tags: required(tagList) },
    async (parts, { resourceArn, tags }) => {
      await changeTags(parts, resourceArn, (now) => tagsWith(resourceArn, now, tags))
      return {}
    },
  ),
  UntagResource: operation(
    { resourceArn: required(arn), tagKeys: required(list(text({ least: 1, most: 128 }), {})) },
    async (parts, { resourceArn, tagKeys }) => {
      await changeTags(parts, resourceArn, (now) =>
        Object.fromEntries(Object.entries(now).filter(([key]) => !tagKeys.includes(key))),
      )
      return {}
    },
  ),
  ListTagsForResource: operation({ resourceArn: required(arn) }, async (parts, { resourceArn }) => {
    const named = nameOf(parts, resourceArn)
    const found = await (named.kind === "activity" ? parts.activities : parts.machines).get(named.name)
    if (found === undefined) throw notFound(resourceArn)
    return { tags: Object.entries(found.tags).map(([key, value]) => ({ key, value })) }
  }),
}

async function changeTags(parts: Parts, resource: string, change: (now: Tags) => Tags): Promise<void> {
  const named = nameOf(parts, resource)
  const changed = <T extends { readonly tags: Tags }>(now: T | undefined): T => {
    if (now === undefined) throw notFound(resource)
    return { ...now, tags: change(now.tags) }
  }
  if (named.kind === "activity") await parts.activities.change(named.name, changed)
  else await parts.machines.change(named.name, changed)
}

/** Versions, aliases and labels have no tags. */
function nameOf(parts: Parts, resource: string) {
  const named = readArn(resource, "stateMachine", "activity")
  const own = named.kind === "activity" ? `${parts.home}:activity:${named.name}` : machineArn(parts, named.name)
  if (own !== resource) throw notFound(resource)
  return named
}

function notFound(resource: string): ApiError {
  return new ApiError("ResourceNotFound", `Resource not found: '${resource}'`, { members: { resourceName: resource } })
}
