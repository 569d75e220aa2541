import type { Handled } from "@stepwright/dsl"

import {
  askingTheBank,
  bookingFlight,
  bookingHotel,
  cancellingCar,
  cancellingFlight,
  cancellingHotel,
  issuingTickets,
  paying,
  rentingCar,
} from "./handlers.ts"
import { openOutside, type Outside } from "./outside.ts"

export interface World {
  readonly handlers: readonly Handled[]
  /** Repairs the printer. */
  repair(): void
  /** Gives the Grand Hotel a new telephone. */
  reconnect(): void
}

/** Begins the world of this process. */
export function openWorld(tell: Outside["tell"]): World {
  const outside = openOutside(tell)
  return {
    repair() {
      outside.printerWorks = true
    },
    reconnect() {
      outside.telephoneWorks = true
    },
    handlers: [
      bookingFlight,
      bookingHotel,
      rentingCar,
      cancellingFlight,
      cancellingHotel,
      cancellingCar,
      paying,
      askingTheBank,
      issuingTickets,
    ],
  }
}
