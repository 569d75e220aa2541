import type { Trip } from "./workflow.ts"

/** A trip, and what is to be seen in it. */
export interface Tale {
  readonly title: string
  readonly trip: Trip
}

const trip = (traveller: string, city: string, card = "visa"): Trip => ({
  traveller,
  city,
  nights: 3,
  card,
  price: 89_900,
})

/** Six trips: one that goes well, and five in which the world is as it is. */
export const tales: readonly Tale[] = [
  { title: "Everything goes well", trip: trip("Ada", "Lisbon") },
  { title: "There are no cars in Venice", trip: trip("Marco", "Venice") },
  { title: "The card is declined after everything was booked", trip: trip("Bea", "Lisbon", "expired") },
  { title: "The bank takes the money, and its answer is lost", trip: trip("Chen", "Lisbon", "loses answers") },
  { title: "The hotel does not answer when it is to be cancelled", trip: trip("Gustave", "Zubrowka", "expired") },
  { title: "The ticket printer is broken, after the point of no return", trip: trip("Dora", "Oslo") },
]
