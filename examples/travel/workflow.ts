import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

/** What a customer asks for. Money is in cents. */
export const Trip = z.object({
  traveller: z.string(),
  city: z.string(),
  nights: z.int().min(1),
  card: z.string(),
  price: z.int(),
})
export type Trip = z.infer<typeof Trip>

const Booking = z.object({ code: z.string() })
const Key = z.object({ bookedUnder: z.string() })
const Payment = z.object({ paymentId: z.string() })

export const bookFlight = task("book-flight", {
  input: Trip.pick({ traveller: true, city: true }),
  output: Booking,
  timeout: "10s",
})
export const bookHotel = task("book-hotel", {
  input: Trip.pick({ traveller: true, city: true, nights: true }),
  output: Booking,
  timeout: "10s",
})
export const rentCar = task("rent-car", {
  input: Trip.pick({ traveller: true, city: true, nights: true }),
  output: Booking,
  notApplied: ["Car.NoneLeft"],
  timeout: "10s",
})

/** Cancelling is tried twice; what fails then is for people, by way of the dead letters. */
const twice = { attempts: 2, interval: "1s" } as const
export const cancelFlight = task("cancel-flight", { input: Key, retry: twice })
export const cancelHotel = task("cancel-hotel", { input: Key, retry: twice })
export const cancelCar = task("cancel-car", { input: Key, retry: twice })

/** Takes the money. A card that was declined was not charged; an answer that never came says nothing. */
export const pay = task("pay", {
  input: z.object({ card: z.string(), amount: z.int() }),
  output: Payment,
  notApplied: ["Card.Declined"],
  timeout: "2s",
})
/** Asks the bank what became of a payment. Changes nothing. */
export const askTheBank = task("ask-the-bank", {
  input: z.object({ paidUnder: z.string() }),
  output: z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("applied"), result: Payment }),
    z.object({ outcome: z.literal("notApplied") }),
    z.object({ outcome: z.literal("unknown") }),
  ]),
  readOnly: true,
})
export const issueTickets = task("issue-tickets", {
  input: z.object({ traveller: z.string(), codes: z.array(z.string()) }),
  output: z.object({ tickets: z.int() }),
  retry: twice,
})

/**
 * Books a flight, a hotel and a car at once, then pays. Until the payment everything is taken back when something fails;
 * from the payment on, the trip only goes forward.
 */
export const bookTrip = workflow("book-trip", { input: Trip, timeout: "10m" }, (w, trip) => {
  const { traveller, city, nights } = trip
  const booked = w.all(
    {
      flight: (w) =>
        w.run(bookFlight({ traveller, city }), {
          compensate: ({ key }) => cancelFlight({ bookedUnder: key }),
        }),
      hotel: (w) =>
        w.run(bookHotel({ traveller, city, nights }), {
          compensate: ({ key }) => cancelHotel({ bookedUnder: key }),
        }),
      car: (w) =>
        w.run(rentCar({ traveller, city, nights }), {
          compensate: ({ key }) => cancelCar({ bookedUnder: key }),
        }),
    },
    { name: "book" },
  )
  const payment = w.pivot(pay({ card: trip.card, amount: trip.price }), {
    probe: ({ key }) => askTheBank({ paidUnder: key }),
  })
  const issued = w.run(issueTickets({ traveller, codes: [booked.flight.code, booked.hotel.code, booked.car.code] }))
  return { paymentId: payment.paymentId, tickets: issued.tickets, booked }
})
