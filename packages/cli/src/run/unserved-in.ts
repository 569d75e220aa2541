import type { Backend, Client, UnservedWork } from "@stepwright/engine"

/** What waits in a store that no worker can run. A store of one process has no worker while it is looked at. */
export async function unservedIn(
  client: Pick<Client, "unserved">,
  { capabilities }: Backend,
): Promise<readonly UnservedWork[]> {
  return (capabilities.shared ? await client.unserved() : undefined) ?? []
}
