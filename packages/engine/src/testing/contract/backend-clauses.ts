import type { Clause } from "./clause.ts"
import { closingClauses } from "./clauses/closing.ts"
import { committingClauses } from "./clauses/committing.ts"
import { deadLetterClauses } from "./clauses/dead-letters.ts"
import { deliveryClauses } from "./clauses/deliveries.ts"
import { documentClauses } from "./clauses/documents.ts"
import { endingClauses } from "./clauses/ending.ts"
import { listingClauses } from "./clauses/listing.ts"
import { messageClauses } from "./clauses/messages.ts"
import { planClauses } from "./clauses/plans.ts"
import { propertyClauses } from "./clauses/property.ts"
import { pruningClauses } from "./clauses/pruning.ts"
import { reopeningClauses } from "./clauses/reopening.ts"
import { reservingClauses } from "./clauses/reserving.ts"
import { sleepingClauses } from "./clauses/sleeping.ts"
import { startingClauses } from "./clauses/starting.ts"
import { textClauses } from "./clauses/texts.ts"
import { tokenClauses } from "./clauses/tokens.ts"

/** Every promise of the ports, by what it is about. */
export const backendClauses: Readonly<Record<string, readonly Clause[]>> = {
  plans: planClauses,
  "starting and reading": startingClauses,
  listing: listingClauses,
  pruning: pruningClauses,
  reserving: reservingClauses,
  committing: committingClauses,
  ending: endingClauses,
  sleeping: sleepingClauses,
  messages: messageClauses,
  tokens: tokenClauses,
  deliveries: deliveryClauses,
  "dead letters": deadLetterClauses,
  documents: documentClauses,
  "opaque texts": textClauses,
  reopening: reopeningClauses,
  closing: closingClauses,
  "any sequence of calls": propertyClauses,
}
