import type { WorkflowTree } from "@stepwright/dsl"

import type { StateMachineDefinition } from "../asl/document.ts"
import type { Plan } from "../plan/plan.ts"
import { checkDefinition } from "../check/check-definition.ts"
import { readableMessage } from "../asl/readable-message.ts"
import { builtinNames } from "../query/jsonata/program.ts"
import { CompileError, type CompileIssue } from "./errors.ts"
import { lowerBlock } from "./flow/block.ts"
import type { Way } from "./flow/draft.ts"
import { embeddedIn, speaksJsonPath } from "./flow/embedded.ts"
import { finish } from "./flow/finish.ts"
import { Level } from "./flow/level.ts"
import { addState, type Place } from "./flow/place.ts"
import { PlanBuilder } from "./flow/plan-builder.ts"
import { Renderer } from "./flow/render.ts"
import { checkPlan } from "./limits/check-plan.ts"
import { printDefinition } from "./print.ts"
import { compensate, type SagaFrame } from "./saga/compensate.ts"
import { hasRest, needsSaga } from "./saga/needs-saga.ts"
import { Saga } from "./saga/saga.ts"
import type { SagaVariables } from "./saga/undoing.ts"

/** How a workflow is compiled. */
export interface CompileOptions {
  /** Sources in the notes are named relative to it; default: as the runtime reported them. */
  readonly projectRoot?: string
}

/** What compiling a workflow gives. */
export interface Compiled {
  readonly plan: Plan
  readonly warnings: readonly CompileIssue[]
}

/** Names that mean something else inside an expression. */
const reserved = [...builtinNames, "states", "eval", "root", "long", "name"]

/**
 * Compiles a traced workflow to a plan: ASL in JSONata, its bindings and its notes. The same tree gives the same bytes.
 * @throws {CompileError} with every issue.
 */
export function compile(tree: WorkflowTree, options: CompileOptions = {}): Compiled {
  const plan = new PlanBuilder(tree, reserved, options.projectRoot)
  const root = new Level()
  for (const [key, entry] of plan.rootEntries()) root.entries.set(key, entry)
  plan.shapes.set("input", tree.input.shape)
  const place: Place = {
    plan,
    level: root,
    path: [],
    attempts: [],
    saga: undefined,
    conditional: false,
    journal: undefined,
    deadline: false,
    forward: false,
    handled: false,
    escaping: false,
    express: tree.type === "EXPRESS",
    lowerBlock,
  }
  const compensates = needsSaga(tree.body) || hasRest(tree.body)
  if (compensates) lowerWithSaga(place)
  else lowerPlain(place, [root.start])
  const embedded = embeddedIn(tree)
  const mixed = speaksJsonPath(embedded)
  const renderer = new Renderer(plan.stateNames, mixed)
  const definition: StateMachineDefinition = {
    ...(mixed ? {} : { QueryLanguage: "JSONata" }),
    ...(compensates || tree.timeoutSeconds === undefined ? {} : { TimeoutSeconds: tree.timeoutSeconds }),
    ...renderer.level(root),
  }
  const made: Plan = {
    name: tree.name,
    definition,
    bindings: plan.bindings,
    notes: renderer.notes,
    ...(tree.type === undefined ? {} : { type: tree.type }),
    schemas: {
      ...(tree.input.jsonSchema === undefined ? {} : { input: tree.input.jsonSchema }),
      ...(tree.output.jsonSchema === undefined ? {} : { output: tree.output.jsonSchema }),
    },
  }
  checkPlan(plan, printDefinition(made))
  if (embedded.length > 0) checkEmbedded(plan, made)
  const warnings = plan.issues.filter(({ severity }) => severity === "warning")
  if (warnings.length < plan.issues.length) throw new CompileError(tree.name, plan.issues)
  return { plan: made, warnings }
}

/** States that somebody else wrote are examined with the plan that they stand in. */
function checkEmbedded(plan: PlanBuilder, { definition, type }: Plan): void {
  const { diagnostics } = checkDefinition(definition, type === undefined ? {} : { type })
  for (const { severity, message, location } of diagnostics)
    if (severity === "ERROR")
      plan.report("ASL_REFUSED", `${readableMessage(message).replace(/\.$/, "")} (${location ?? "/"}).`, plan.tree.at)
}

function lowerPlain(place: Place, ways: readonly Way[]): void {
  const { tree } = place.plan
  const open = place.lowerBlock(place, tree.body, ways)
  finish(place, open, { result: tree.body.result, name: tree.name, at: tree.at })
}

/** Everything that any way of failure reads is initialised before the first step. */
function lowerWithSaga(place: Place): void {
  const { plan, level } = place
  const { variableNames } = plan
  const saga = new Saga(level, "workflow")
  const variables: SagaVariables = {
    failure: variableNames.take("failure"),
    compensated: variableNames.take("compensated"),
    uncompensated: variableNames.take("uncompensated"),
  }
  const draft = addState(place, [level.start], "Pass", { name: "Saga start", role: "saga" })
  const start = draft.way("next")
  const { failure, compensated, uncompensated } = variables
  Object.assign(start.assign, { [failure]: null, [compensated]: [], [uncompensated]: [] })
  plan.variables.set("failure", { name: failure, level, boxed: false, use: () => `$${failure}` })
  const frame: SagaFrame = { variables, start, undoes: needsSaga(plan.tree.body) }
  plan.sagas = frame
  lowerPlain({ ...place, saga }, [start])
  compensate(place, saga, frame)
}
