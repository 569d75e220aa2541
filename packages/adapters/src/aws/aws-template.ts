import { printDefinition } from "@stepwright/engine/compile"

import type { AwsApp, AwsWorkflow } from "./app.ts"
import {
  checkChildren,
  checkEnvironments,
  checkNames,
  checkOptions,
  checkPlaceholders,
  checkPlans,
  functionName,
  longestPrefix,
} from "./check/app.ts"
import { lineOf } from "./check/line-of.ts"
import { checkSize } from "./check/size.ts"
import { Draft } from "./draft.ts"
import { derive, type Ungranted } from "./iam/derive.ts"
import { sub } from "./iam/text.ts"
import { addAlarmTopic, addDeadLetterQueue, addFunctionAlarms, addStateMachineAlarms } from "./part/alarms.ts"
import { type BoundApp, boundOf } from "./part/bound.ts"
import { addFunction } from "./part/function.ts"
import { alarmTopicId, deadLetterQueueId, taskIds, workflowIds } from "./part/ids.ts"
import { conditions, metadata, ownParameters } from "./part/parameters.ts"
import { addStateMachine, definitionFile, selfOf } from "./part/state-machine.ts"
import type { AwsProblem } from "./problem.ts"
import { type AppTask, tasksOf } from "./tasks.ts"
import type { Template } from "./template.ts"

/** What an app comes to on AWS. */
export interface AwsArtifacts {
  readonly template: Template
  /** The text of each state machine's definition, by the name of its file, which the template refers to: `<workflow>.asl.json`. */
  readonly definitions: Readonly<Record<string, string>>
  /** Everything that is wrong. With an error among it, the template must not be deployed. */
  readonly problems: readonly AwsProblem[]
  /** Where each part stands in the template: logical ids. */
  readonly parts: AwsParts
}

/** The logical ids of what belongs to each task and workflow. */
export interface AwsParts {
  readonly tasks: Readonly<Record<string, TaskParts>>
  readonly workflows: Readonly<Record<string, WorkflowParts>>
  /** Where a plan uses it. */
  readonly deadLetterQueue?: string
  readonly alarmTopic: string
}

/** The logical ids of a task. */
export interface TaskParts {
  readonly function: string
  readonly role: string
  /** The published version that state machines call. */
  readonly version: string
  readonly logs: string
}

/** The logical ids of a workflow. */
export interface WorkflowParts {
  readonly stateMachine: string
  readonly role: string
  readonly version: string
  /** Executions are started by it. */
  readonly alias: string
  /** Absent where nothing is logged. */
  readonly logs?: string
}

/**
 * A CloudFormation template for an app, the definitions of its state machines, and all that is wrong with it. Pure: the same
 * app gives the same texts. `aws cloudformation package` uploads what it refers to, and `deploy` needs nothing else.
 */
export function awsTemplate(app: AwsApp): AwsArtifacts {
  const { options = {} } = app
  const draft = new Draft(options.tags)
  const workflows = app.workflows.toSorted((a, b) => (a.plan.name < b.plan.name ? -1 : 1))
  const plans = workflows.map(({ plan }) => plan)
  const tasks = tasksOf(workflows, draft)
  checkOptions(options, draft)
  checkNames({ ...app, workflows }, tasks, draft)
  checkPlans({ ...app, workflows }, draft)
  checkPlaceholders({ ...app, workflows }, draft)
  checkChildren({ ...app, workflows }, draft)
  checkEnvironments(tasks, options, draft)
  Object.assign(draft.parameters, ownParameters(app.name, longestPrefix(plans, tasks), tasks.length > 0))

  const versions = addFunctions(tasks, app, draft)
  for (const workflow of workflows) addWorkflow(workflow, { workflows, versions, options, draft })
  const usesQueue = plans.some(({ bindings }) => Object.values(bindings).some(({ kind }) => kind === "deadLetterQueue"))
  if (usesQueue) addDeadLetterQueue(draft)
  addAlarmTopic(plans, draft)
  addOutputs(workflows, usesQueue, draft)

  const template: Template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `${app.name}: ${plans.map(({ name }) => name).join(", ")}`.slice(0, 1024),
    Metadata: metadata(draft.parameters),
    Parameters: draft.parameters,
    Conditions: conditions,
    Resources: draft.resources,
    Outputs: draft.outputs,
  }
  checkSize(template, draft)
  return {
    template,
    definitions: Object.fromEntries(plans.map((plan) => [definitionFile(plan.name), printDefinition(plan)])),
    problems: draft.problems,
    parts: {
      tasks: Object.fromEntries(tasks.map(({ name }) => [name, taskParts(name, versions)])),
      workflows: Object.fromEntries(plans.map(({ name }) => [name, workflowParts(name, draft)])),
      ...(usesQueue ? { deadLetterQueue: deadLetterQueueId } : {}),
      alarmTopic: alarmTopicId,
    },
  }
}

function addFunctions(tasks: readonly AppTask[], app: AwsApp, draft: Draft): ReadonlyMap<string, string> {
  const versions = new Map<string, string>()
  for (const task of tasks) {
    const code = app.code(task.name)
    if (code === undefined)
      draft.report("AWS_TASK_WITHOUT_HANDLER", `Task ${task.name} of ${task.usedBy.join(", ")} has no handler.`, {
        at: task.data?.at,
      })
    const given = code ?? { path: `functions/${task.name}`, digest: "" }
    versions.set(task.name, addFunction(task, functionName(task), given, app.options ?? {}, draft))
    addFunctionAlarms(task, draft)
  }
  return versions
}

function addWorkflow(workflow: AwsWorkflow, app: BoundApp): void {
  const { plan, tree } = workflow
  const self = selfOf(plan.name)
  const bound = boundOf(workflow, app)
  const derived = derive({
    definition: plan.definition,
    standing: bound,
    self: sub(self.arn),
    name: sub(self.name),
    permissions: tree?.permissions ?? [],
  })
  for (const one of derived.ungranted) reportUngranted(one, workflow, app.draft)
  addStateMachine(workflow, bound, derived, app.options, app.draft)
  addStateMachineAlarms(plan, app.draft)
}

function reportUngranted(
  { kind, state, location, call, field, actions }: Ungranted,
  { plan }: AwsWorkflow,
  draft: Draft,
): void {
  const where = { at: lineOf(plan, location), workflow: plan.name, location }
  const needed = actions.join(", ")
  if (kind === "unknown")
    draft.report("AWS_INTEGRATION_UNKNOWN", `'${state}' calls ${call}, and needs at least ${needed}.`, where)
  else
    draft.report(
      "AWS_TARGET_OPEN",
      `'${state}' calls ${call}, whose ${field} is known only at run time; it needs ${needed}.`,
      where,
    )
}

function addOutputs(workflows: readonly AwsWorkflow[], usesQueue: boolean, draft: Draft): void {
  for (const { plan } of workflows) {
    const { stateMachine, alias } = workflowIds(plan.name)
    draft.outputs[`${alias}Arn`] = {
      Description: `Start executions of ${plan.name} with this ARN: it leads to the version that is released.`,
      Value: { Ref: alias },
    }
    draft.outputs[`${stateMachine}Arn`] = {
      Description: `The state machine of ${plan.name}; list its executions with this ARN.`,
      Value: { Ref: stateMachine },
    }
  }
  if (usesQueue)
    draft.outputs.DeadLetterQueueUrl = {
      Description: "The queue of compensations that failed, for people to finish.",
      Value: { Ref: deadLetterQueueId },
    }
  draft.outputs.AlarmTopicArn = {
    Description: "Where alarms are published; subscribe whatever should hear of them.",
    Value: { Ref: alarmTopicId },
  }
}

function taskParts(name: string, versions: ReadonlyMap<string, string>): TaskParts {
  const { function: id, role, logs, version } = taskIds(name)
  return { function: id, role, logs, version: versions.get(name) ?? version }
}

function workflowParts(name: string, { resources }: Draft): WorkflowParts {
  const { stateMachine, role, version, alias, logs } = workflowIds(name)
  return { stateMachine, role, version, alias, ...(logs in resources ? { logs } : {}) }
}
