import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import { cursorOf, pageSize, pageToken } from "../page-token.ts"
import { type Parts, seconds } from "../parts.ts"
import { arn, page, required, tags as tagList, text } from "../request/shape.ts"
import type { StoredActivity } from "../store/activity.ts"
import { checkEncryption, configurationMembers } from "./configuration.ts"
import { checkName } from "./names.ts"
import { operation, type Operations } from "./operation.ts"
import { tagsWith } from "./tags.ts"

/** How long GetActivityTask waits for a task, in milliseconds. (AWS: API reference) */
const pollMs = 60_000
/** Requests that may wait for one activity's tasks at once. (AWS: API reference) */
const mostPollers = 1000

const pollers = new WeakMap<Parts, Map<string, number>>()

export const activityOperations: Operations = {
  CreateActivity: operation(
    {
      name: required(text({ least: 1, most: 80 })),
      tags: tagList,
      encryptionConfiguration: configurationMembers.encryptionConfiguration,
    },
    async (parts, { name, tags, encryptionConfiguration }) => {
      checkName(name)
      checkEncryption(encryptionConfiguration)
      const own = activityArn(parts, name)
      const made: StoredActivity = { name, createdAt: parts.clock.now(), tags: tagsWith(own, {}, tags) }
      const { createdAt } = await parts.activities.change(name, (known) => known ?? made)
      return { activityArn: own, creationDate: seconds(createdAt) }
    },
  ),
  DescribeActivity: operation({ activityArn: required(arn) }, async (parts, { activityArn }) => {
    const { name, createdAt } = await activityOf(parts, activityArn)
    return {
      activityArn,
      name,
      creationDate: seconds(createdAt),
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    }
  }),
  ListActivities: operation(page, async (parts, { maxResults, nextToken }) => {
    const listing = ["ListActivities"] as const
    const after = cursorOf(listing, nextToken, parts.clock.now())
    const { values, cursor } = await parts.activities.page(pageSize(maxResults), after)
    return {
      activities: values.map(({ name, createdAt }) => ({
        activityArn: activityArn(parts, name),
        name,
        creationDate: seconds(createdAt),
      })),
      ...(cursor === undefined ? {} : { nextToken: pageToken(listing, cursor, parts.clock.now()) }),
    }
  }),
  DeleteActivity: operation({ activityArn: required(arn) }, async (parts, { activityArn: given }) => {
    const { name } = readArn(given, "activity")
    if (given === activityArn(parts, name)) await parts.activities.change(name, () => undefined)
    return {}
  }),
  GetActivityTask: operation(
    { activityArn: required(arn), workerName: text({ least: 1, most: 80 }) },
    async (parts, { activityArn, workerName }, { signal }) => {
      const { name } = await activityOf(parts, activityArn)
      const task = await counted(parts, name, () =>
        parts.client.activityTask(name, {
          waitMs: pollMs,
          ...(workerName === undefined ? {} : { worker: workerName }),
          ...(signal === undefined ? {} : { signal }),
        }),
      )
      return task === undefined ? { taskToken: null } : { taskToken: task.token, input: JSON.stringify(task.input) }
    },
  ),
}

function activityArn({ home }: Parts, name: string): string {
  return `${home}:activity:${name}`
}

async function activityOf(parts: Parts, arn: string): Promise<StoredActivity> {
  const { name } = readArn(arn, "activity")
  const activity = arn === activityArn(parts, name) ? await parts.activities.get(name) : undefined
  if (activity === undefined) throw new ApiError("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`)
  return activity
}

async function counted<T>(parts: Parts, activity: string, poll: () => Promise<T>): Promise<T> {
  const counts = pollers.get(parts) ?? new Map<string, number>()
  pollers.set(parts, counts)
  const count = (counts.get(activity) ?? 0) + 1
  if (count > mostPollers) {
    throw new ApiError("ActivityWorkerLimitExceeded", `More than ${mostPollers} requests wait for '${activity}'`)
  }
  counts.set(activity, count)
  try {
    return await poll()
  } finally {
    const left = (counts.get(activity) ?? 1) - 1
    if (left === 0) counts.delete(activity)
    else counts.set(activity, left)
  }
}
