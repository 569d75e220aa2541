import type { Job } from "bullmq"

/** Whether somebody may have worked on a job before whoever speaks of it now. */
export function isRedelivered(job: Job): boolean {
  const { again } = job.data as { readonly again?: unknown } // JSON that anybody may have written
  return again === true || job.attemptsStarted > 1 || job.stalledCounter > 0
}
