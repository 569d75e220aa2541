// What stands in the place of the Lambda functions: `bindings.json` names them.
import { setTimeout } from "node:timers/promises"

import { TaskError } from "@stepwright/dsl"
import type { HandlerContext } from "@stepwright/engine"

/** What a launch begins with. */
interface Launch {
  readonly rocket: string
  /** Tonnes. */
  readonly fuel: number
}

/** Reading the gauge takes a while: with room for one execution each, both workers get a rocket. */
export async function checkFuel(
  { rocket, fuel }: Launch,
  context: HandlerContext,
): Promise<{ readonly fuel: "enough" }> {
  await setTimeout(1000)
  say(context, `${rocket} has ${fuel} t of fuel`)
  if (fuel < 100) throw new TaskError("Fuel.Low", { cause: `${rocket} has ${fuel} t of fuel and needs 100` })
  return { fuel: "enough" }
}

/** The clouds go away by the second look. */
export function checkWeather({ rocket }: Launch, context: HandlerContext): { readonly sky: "clear" } {
  say(context, `look ${context.attempt} at the sky above ${rocket}`)
  if (context.attempt === 1) throw new TaskError("Weather.Cloudy")
  return { sky: "clear" }
}

export function ignite({ rocket }: Launch, context: HandlerContext): { readonly altitude: number } {
  say(context, `${rocket} lifts off`)
  return { altitude: 400 }
}

function say({ resource = "", step }: HandlerContext, what: string): void {
  const name = resource.replace(/^.*:function:/, "")
  console.log(`  process ${process.pid}  ${step} (${name}): ${what}`)
}
