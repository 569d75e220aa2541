export {
  childAnswer,
  childHeader,
  type Command,
  compileMachine,
  type ExecutionHeader,
  type ExecutionStatus,
  type Fact,
  type HistoryEvent,
  type HistorySink,
  type Machine,
  type MachineOptions,
  type MapRunResult,
  pendingCommands,
  projectHistory,
  type ReadOptions,
  replay,
  ReplayDiverged,
  type ResultTransformation,
  type Run,
  type RunChild,
  runFromCheckpoint,
  runToCheckpoint,
  type RunTask,
  startRun,
  type TaskTokens,
  transition,
  type WriteOptions,
} from "./core/index.ts"
export {
  AdapterError,
  type EngineCode,
  engineCodes,
  EngineError,
  type ErrorDetails,
  type ErrorText,
  InvariantError,
  type SchemaIssue,
  StepwrightError,
} from "./errors.ts"
export type {
  AnswerResult,
  Backend,
  BackendCapabilities,
  Backlog,
  Clock,
  Commit,
  DeadLetter,
  DeadLetterChange,
  DeadLetterPage,
  DeadLetters,
  DeadLetterStatus,
  Delivery,
  Documents,
  EndWatch,
  EndWatcher,
  ExecutionObserver,
  ExecutionPage,
  ExecutionRecord,
  Executions,
  ExecutionSummary,
  Inbox,
  JobObserver,
  ListDeadLetters,
  ListDocuments,
  ListExecutions,
  Message,
  NewDeadLetter,
  NewExecution,
  ObservedEvent,
  ObservedExecution,
  ObservedJob,
  ObservedTick,
  ObservedWorker,
  OpenSession,
  Plans,
  PruneExecutions,
  Reserved,
  SendResult,
  SentMessage,
  Sessions,
  StandingState,
  StartResult,
  StatusChange,
  StoredDocument,
  StoredPlan,
  StoredStatus,
  Telemetry,
  Text,
  Tick,
  TickResult,
  TokenAnswer,
  TraceContext,
  UnservedPlan,
  Unreadable,
  WorkerObserver,
} from "./ports/index.ts"
export type {
  HostedCall,
  HostedOutcome,
  JobAnswers,
  JobFailure,
  OpenTaskQueues,
  OpenTaskQueuesParams,
  QueueJob,
  QueueLog,
  TaskHost,
  TaskQueues,
} from "./ports/task-queues.ts"
export { type BlobStore, type ObjectStore, ObjectStoreError, type StoredObject } from "./ports/object-store.ts"
export type { Binding, Note, Plan } from "./plan/plan.ts"
export type { TaskAnswer, TaskRequest } from "./plan/envelope.ts"
export { readApiHistory } from "./compensation/read-api-history.ts"
export type { AttemptedStep, CompensationPlan, PlannedCompensation } from "./compensation/compensations.ts"
export type {
  ActivityTask,
  ActivityTaskOptions,
  AwaitedWork,
  CancellationDescription,
  CancelOutcome,
  Client,
  DeadLetterClient,
  DeadLetterDescription,
  DeadLetterList,
  ListDeadLettersOptions,
  ExecutionDescription,
  ExecutionId,
  ExecutionList,
  HistoryOptions,
  HistoryPage,
  ListedExecution,
  ListOptions,
  MapRunCounts,
  MapRunDescription,
  MapRunLimits,
  RedriveDescription,
  Startable,
  Started,
  StartedPlan,
  StartOptions,
  StartPlanOptions,
  SubscribeOptions,
  UnservedWork,
} from "./program/client.ts"
export type {
  BulkClient,
  BulkDeadLetterClient,
  BulkOptions,
  BulkOutcome,
  BulkResult,
  DeadLetterFilter,
  ExecutionFilter,
} from "./program/bulk-client.ts"
export { type ClientOptions, createClient } from "./program/create-client.ts"
export { type CloseOptions, createWorker, type Worker, type WorkerOptions } from "./program/create-worker.ts"
export { importExecution, type Imported, type ImportOptions } from "./program/import-execution.ts"
export type { ProgramOptions } from "./program/program.ts"
export type { ArchivedExecution, Retention } from "./program/retention.ts"
export { type Engine, type EngineOptions, startEngine } from "./program/start-engine.ts"
export { type StartRecord, startOf } from "./program/start-of.ts"
export { type Deployment, deploymentKey } from "./program/deployed-plan.ts"
export { type FoundHandler, handlersIn } from "./program/handlers-in.ts"
export { taskHost, type TaskHostOptions } from "./program/task-host.ts"
export type { Unbound } from "./program/unbound.ts"
export { unservedCalls } from "./program/unserved-calls.ts"
export { type StateMachine, stateMachine, type StateMachineOptions } from "./program/state-machine.ts"
export { activityKey } from "./runtime/activity-task.ts"
export { type Due, DueHeap } from "./runtime/due-heap.ts"
export { deadLetterRoute, executionRoute } from "./runtime/execution-route.ts"
export type { Home } from "./runtime/execution-name.ts"
export type { HandlerContext, ResourceHandler, ResourceQueue } from "./runtime/handler-context.ts"
export { jobAnswers } from "./runtime/job-answers.ts"
export { Lineup, type Placed } from "./runtime/lineup.ts"
export { type Logger, silentLogger, stderrLogger } from "./runtime/logger.ts"
export type { WorkerHealth } from "./runtime/judge-health.ts"
export { Register } from "./runtime/register.ts"
export type { TransitionEvent } from "./runtime/worker-parts.ts"
export type { Outcome as TestStateOutcome } from "./test-state/outcome.ts"
export type { TestStateConfiguration, TestStateMock, TestStateRequest } from "./test-state/request.ts"
export type {
  TestStateErrorDetails,
  TestStateException,
  TestStateInspection,
  TestStateResponse,
  TestStateResult,
} from "./test-state/response.ts"
export { testState, type TestStateOptions } from "./test-state/test-state.ts"

import { provideEnvironment } from "./query/environment.ts"
import { nodeEnvironment } from "./runtime/node-environment.ts"

provideEnvironment(nodeEnvironment)
