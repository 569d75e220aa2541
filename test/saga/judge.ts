import type { SagaCase } from "./case.ts"
import { type Ending, meaningsOf } from "./meaning.ts"
import { rootOf } from "./outcome-of.ts"
import { rootKey } from "./prepared.ts"
import type { Ran } from "./ran.ts"
import { differences } from "./trace.ts"
import { isGuarded, type World } from "./world.ts"
import { input } from "./write.ts"

/** What is wrong with how a case went: nothing, or sentences. */
export function judge({ body, kills }: SagaCase, ran: Ran, world: World): readonly string[] {
  world.settle(Infinity)
  if (ran.cancelled && ran.status === "ABORTED") return [...world.wrong, ...abortedAmiss(ran, world)]
  if (ran.lost) return [...world.wrong, ...effectsOf(ran, world, isForward(world))]
  const made = world.made.bind(world)
  const meant = meaningsOf(body, rootKey, input.last, { made, lost: kills.length > 0 })
  if (meant === undefined) return world.wrong
  const found = meant.map((ending) => [...differencesOf(ran, ending, world), ...effectsOf(ran, world, ending.held)])
  const least = found.toSorted((a, b) => a.length - b.length)[0] ?? []
  return [...world.wrong, ...least]
}

/** Whether there is but one thing that a case can come to. */
export function isCertain({ body }: SagaCase): boolean {
  return meaningsOf(body, rootKey, input.last, { made: () => undefined, lost: false })?.length === 1
}

function differencesOf(ran: Ran, ending: Ending, world: World): readonly string[] {
  const [is, should] = [outcome(ran), outcome(ending)]
  const letters = [ran.letters, ending.letters].map((keys) => [...keys].toSorted().join(", ") || "none")
  return [
    ...(is === should ? [] : [`ends ${is}, and should ${should}`]),
    ...(letters[0] === letters[1] ? [] : [`has the dead letters ${letters[0]}, and should ${letters[1]}`]),
    ...causeOf(ran, ending),
    ...differences(ending.trace, world.calls),
  ]
}

function outcome({ status, output, error }: Pick<Ran, "status" | "output" | "error">): string {
  return status === "SUCCEEDED" ? `${status} ${JSON.stringify(output)}` : `${status} ${error ?? ""}`
}

/**
 * Where an execution was cancelled nobody can say how far it had come. What was done before its pivot is undone, each
 * step after it was attempted, and of the steps of one body the last first; after the pivot it only goes forward.
 */
function abortedAmiss(ran: Ran, world: World): readonly string[] {
  const forward = isForward(world)
  const dos = new Map(world.calls.flatMap(({ text, start }) => (text.startsWith("do ") ? [[keyIn(text), start]] : [])))
  const undone = [...new Set(world.calls.flatMap(({ text }) => (text.startsWith("undo ") ? [keyIn(text)] : [])))]
  const last = new Map<string, string>()
  const wrong: string[] = []
  for (const key of undone) {
    const done = dos.get(key) ?? [...dos].find(([inside]) => inside.startsWith(`${rootOf(key)}/`))?.[1]
    // A child may end before it does anything.
    if (done === undefined && !/\/child\d+$/.test(key)) wrong.push(`undoes ${key}, which was not attempted`)
    const parent = key.slice(0, key.lastIndexOf("/"))
    const before = dos.get(last.get(parent) ?? "")
    if (before !== undefined && done !== undefined && before < done)
      wrong.push(`undoes ${last.get(parent)} before ${key}, which came later`)
    last.set(parent, key)
  }
  return [...wrong, ...effectsOf(ran, world, forward)]
}

/** After the pivot of some saga in it an execution only goes forward. */
function isForward({ standing }: World): boolean {
  return [...standing.values()].some(({ kind }) => kind === "pivot")
}

/** The key of the step that a call is about. */
function keyIn(text: string): string {
  return (text.split(" ")[1] ?? "").replace(/~undo$/, "")
}

/** The cause tells how many steps were undone, and how many could not be. */
function causeOf({ cause = "" }: Ran, { told: should }: Ending): readonly string[] {
  if (should === undefined) return []
  try {
    const told = JSON.parse(cause) as {
      readonly compensated: readonly string[]
      readonly uncompensated: readonly unknown[]
    }
    const same = told.compensated.length === should.compensated && told.uncompensated.length === should.uncompensated
    return same ? [] : [`tells ${cause}, and should of ${should.compensated} undone and ${should.uncompensated} not`]
  } catch {
    return [`has a cause that is no JSON: ${cause}`]
  }
}

/** No effect stands alone: a success keeps it, it was undone, or a dead letter tells of it. */
function effectsOf({ status, letters }: Ran, { standing }: World, held: boolean): readonly string[] {
  if (status === "SUCCEEDED" || held) return []
  const told = (key: string): boolean =>
    letters.some((letter) => letter === key || key.startsWith(`${rootOf(letter)}/`))
  return [...standing].flatMap(([key, part]) => (isGuarded(part) && !told(key) ? [`the effect of ${key} stands`] : []))
}
