/** Lets everything else that is ready have its turn. */
export async function turnOfEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
