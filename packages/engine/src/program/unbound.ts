import type { Services } from "../runtime/handler-context.ts"
import type { LoadedPlan } from "../runtime/loaded-plan.ts"

/** Something that a plan calls and nobody serves. */
export interface Unbound {
  readonly what: "task" | "function" | "workflow" | "resource" | "queue"
  readonly name: string
  readonly workflow: string
  readonly state: string
}

/** What serves plans. */
interface Serving extends Services {
  /** What is stored is run as well: so are child workflows, whenever they are. */
  readonly storedPlans: boolean | "all"
  planOf(machine: string): LoadedPlan | undefined
}

/** Everything that a plan calls by name and nobody serves. What only an expression knows cannot be told before it runs. */
export function unboundOf(loaded: LoadedPlan, services: Serving): readonly Unbound[] {
  const unbound: Unbound[] = []
  for (const [state, route] of loaded.routes) {
    const miss = (what: Unbound["what"], name: string): void => {
      unbound.push({ what, name, workflow: loaded.name, state })
    }
    switch (route.kind) {
      case "task":
        if (route.queue !== undefined && services.hasQueues) break
        if (services.task(route.task) === undefined) miss("task", route.task)
        break
      case "function": {
        if (route.name === undefined || services.resource(route.name) !== undefined) break
        if (route.direct || services.resource("lambda:invoke") === undefined) miss("function", route.name)
        break
      }
      case "child":
        if (
          route.machine !== undefined &&
          services.storedPlans === false &&
          services.planOf(route.machine) === undefined
        )
          miss("workflow", route.machine)
        break
      case "service":
        // Workers of activities ask for their tasks.
        if (services.storedPlans !== false && /(^|:)activity[:_-]/.test(route.service)) break
        if (services.resource(route.service) === undefined) miss("resource", route.service)
        break
      case "queued":
        if (services.hasQueues !== true) miss("queue", route.queue)
        break
      case "objects":
        if (services.objects === undefined && services.resource(route.service) === undefined)
          miss("resource", route.service)
        break
      case "deadLetter":
        break
    }
  }
  return unbound
}
