import { commitSaboteurs } from "./of-commits.ts"
import { deadLetterSaboteurs } from "./of-dead-letters.ts"
import { documentSaboteurs } from "./of-documents.ts"
import { messageSaboteurs } from "./of-messages.ts"
import { planAndListingSaboteurs } from "./of-plans-and-listings.ts"
import { sessionSaboteurs } from "./of-sessions.ts"
import { storageSaboteurs } from "./of-storage.ts"
import type { Saboteur } from "./saboteur.ts"

/** Every fault that the contract is known to see. */
export const saboteurs: readonly Saboteur[] = [
  ...planAndListingSaboteurs,
  ...sessionSaboteurs,
  ...commitSaboteurs,
  ...messageSaboteurs,
  ...deadLetterSaboteurs,
  ...documentSaboteurs,
  ...storageSaboteurs,
]
