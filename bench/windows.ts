/** Runs `count` jobs, never more than `width` at a time. */
export async function inWindows(count: number, width: number, job: () => Promise<void>): Promise<void> {
  let begun = 0
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun++
      await job()
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane))
}
