/**
 * Rounds to a number of decimal places; halves go to the even neighbour. The decimal point is moved in text, so that no
 * binary error creeps in.
 */
export function roundHalfEven(value: number, places: number): number {
  const scaled = places === 0 ? value : shift(value, places)
  let result = Math.round(scaled)
  if (Math.abs(result - scaled) === 0.5 && Math.abs(result % 2) === 1) result -= 1
  return (places === 0 ? result : shift(result, -places)) + 0
}

function shift(value: number, places: number): number {
  const [digits, exponent] = value.toString().split("e")
  return Number(`${digits}e${Number(exponent ?? 0) + places}`)
}
