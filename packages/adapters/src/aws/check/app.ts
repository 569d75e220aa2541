import type { Plan } from "@stepwright/engine"
import { checkDefinition } from "@stepwright/engine/check"

import type { AwsApp, AwsOptions } from "../app.ts"
import type { Draft } from "../draft.ts"
import { longest, prefixPattern } from "../names.ts"
import type { AppTask } from "../tasks.ts"
import { lineOf } from "./line-of.ts"
import { secretIn } from "./environment.ts"

/** What a task's function is called, without the prefix. */
export function functionName(task: AppTask): string {
  return task.data?.lambda?.name ?? task.name
}

/** The longest prefix with which every name is one that AWS takes. */
export function longestPrefix(plans: readonly Plan[], tasks: readonly AppTask[]): number {
  const room = [
    ...tasks.map((task) => longest.function - 1 - functionName(task).length),
    ...plans.map(({ name }) => longest.stateMachine - 1 - name.length),
  ]
  return Math.min(longest.function - 2, ...room)
}

/** Reports every name that AWS would refuse. */
export function checkNames({ name: prefix, workflows }: AwsApp, tasks: readonly AppTask[], draft: Draft): void {
  if (!new RegExp(prefixPattern).test(prefix))
    draft.report(
      "AWS_NAME_INVALID",
      `The app's name ${JSON.stringify(prefix)} is not letters, digits and hyphens, a letter first.`,
    )
  const names = new Map<string, string>()
  for (const task of tasks) {
    const name = functionName(task)
    const what = `The function of task ${task.name}`
    const at = task.data?.at
    if (!/^[\w-]+$/.test(name))
      draft.report("AWS_NAME_INVALID", `${what} cannot be called ${JSON.stringify(name)}.`, { at })
    checkLength(what, `${prefix}-${name}`, longest.function, () => ({ at }), draft)
    const other = names.get(name)
    if (other !== undefined)
      draft.report("AWS_NAME_TAKEN", `The functions of tasks ${other} and ${task.name} are both called ${name}.`, {
        at,
      })
    names.set(name, task.name)
  }
  const seen = new Set<string>()
  for (const { plan, tree } of workflows) {
    const { name } = plan
    const where = { at: tree?.at, workflow: name }
    // AWS: "Logging using CloudWatch Logs": a name with other characters cannot be logged.
    if (!/^[\w-]+$/.test(name))
      draft.report("AWS_NAME_INVALID", `A state machine cannot be called ${JSON.stringify(name)}.`, where)
    checkLength(`The state machine of workflow ${name}`, `${prefix}-${name}`, longest.stateMachine, () => where, draft)
    if (seen.has(name)) draft.report("AWS_NAME_TAKEN", `Two workflows are called ${name}.`, where)
    seen.add(name)
  }
}

function checkLength(
  what: string,
  name: string,
  most: number,
  where: () => Parameters<Draft["report"]>[2],
  draft: Draft,
): void {
  if (name.length <= most) return
  draft.report(
    "AWS_NAME_TOO_LONG",
    `${what} would be called ${name}: ${name.length} characters, where AWS takes ${most}.`,
    where(),
  )
}

/** Reports what AWS would refuse of the definitions, in its words and with the author's line. */
export function checkPlans({ workflows }: AwsApp, draft: Draft): void {
  for (const { plan } of workflows) {
    const { diagnostics } = checkDefinition(plan.definition, plan.type === undefined ? {} : { type: plan.type })
    for (const { severity, message, location } of diagnostics) {
      if (severity !== "ERROR") continue
      const where = location === undefined ? {} : { location }
      draft.report("AWS_REFUSED", `${message} (${plan.name}${location === undefined ? "" : `, ${location}`})`, {
        ...where,
        at: lineOf(plan, location),
        workflow: plan.name,
      })
    }
  }
}

/** Reports placeholders that nothing is known of. */
export function checkPlaceholders({ workflows }: AwsApp, draft: Draft): void {
  for (const { plan } of workflows) {
    const names = new Set([...JSON.stringify(plan.definition).matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name))
    for (const name of names) {
      if (name in plan.bindings) continue
      const message = `The definition of ${plan.name} holds \${${name}}, which nothing stands behind.`
      draft.report("AWS_PLACEHOLDER_UNBOUND", message, { workflow: plan.name })
    }
  }
}

/** Reports workflows that are called and not there, and those that call each other in a circle. */
export function checkChildren({ workflows }: AwsApp, draft: Draft): void {
  const children = new Map(workflows.map(({ plan }) => [plan.name, childrenOf(plan)]))
  for (const { plan, tree } of workflows) {
    for (const child of childrenOf(plan))
      if (!children.has(child))
        draft.report(
          "AWS_WORKFLOW_UNBOUND",
          `${plan.name} calls workflow ${child}, which is not among those that are deployed.`,
          {
            at: tree?.at,
            workflow: plan.name,
          },
        )
    if (reaches(plan.name, plan.name, children, new Set()))
      draft.report("AWS_WORKFLOW_CYCLE", `Workflow ${plan.name} calls itself, by whatever others.`, {
        at: tree?.at,
        workflow: plan.name,
      })
  }
}

function childrenOf({ bindings }: Plan): readonly string[] {
  return Object.values(bindings).flatMap((binding) => (binding.kind === "workflow" ? [binding.workflow] : []))
}

function reaches(
  from: string,
  to: string,
  children: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  return (children.get(from) ?? []).some((child) => child === to || reaches(child, to, children, seen))
}

/** Reports variables of environments that hold secrets. */
export function checkEnvironments(tasks: readonly AppTask[], { notSecrets = [] }: AwsOptions, draft: Draft): void {
  for (const { name, data } of tasks) {
    for (const [variable, value] of Object.entries(data?.lambda?.environment ?? {})) {
      const why = notSecrets.includes(variable) ? undefined : secretIn(variable, value)
      if (why !== undefined)
        draft.report("AWS_SECRET_IN_ENVIRONMENT", `The variable ${variable} of task ${name} ${why}.`, { at: data?.at })
    }
  }
}

/** Reports options that are out of bounds. (AWS: Lambda quotas) */
export function checkOptions({ memory, timeoutSeconds, tags = {} }: AwsOptions, draft: Draft): void {
  const check = (value: number | undefined, least: number, most: number, what: string): void => {
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
      draft.report("AWS_OPTION_INVALID", `${what} is ${value}; AWS takes ${least} to ${most}.`)
  }
  check(memory, 128, 10_240, "memory")
  check(timeoutSeconds, 1, 900, "timeoutSeconds")
  for (const [key, value] of Object.entries(tags))
    if (key === "" || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      draft.report("AWS_OPTION_INVALID", `The tag ${JSON.stringify(key)} is not one that AWS takes.`)
}
