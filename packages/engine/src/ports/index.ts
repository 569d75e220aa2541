// What a backend must offer, and the clock. Interfaces, and the errors that they speak of.
export type { Backend, BackendCapabilities } from "./backend.ts"
export type { Clock } from "./clock.ts"
export type {
  DeadLetter,
  DeadLetterChange,
  DeadLetterPage,
  DeadLetters,
  DeadLetterStatus,
  ListDeadLetters,
  NewDeadLetter,
} from "./dead-letters.ts"
export type { Documents, ListDocuments, StoredDocument } from "./documents.ts"
export type {
  EndWatch,
  EndWatcher,
  ExecutionPage,
  ExecutionRecord,
  Executions,
  ExecutionSummary,
  ListExecutions,
  NewExecution,
  PruneExecutions,
  StartResult,
  StoredStatus,
} from "./executions.ts"
export type { AnswerResult, Inbox, SendResult } from "./inbox.ts"
export type { Plans, StoredPlan } from "./plans.ts"
export type {
  Backlog,
  ExecutionObserver,
  JobObserver,
  ObservedEvent,
  ObservedExecution,
  ObservedJob,
  ObservedTick,
  ObservedWorker,
  StandingState,
  Telemetry,
  TraceContext,
  WorkerObserver,
} from "./telemetry.ts"
export type { Text } from "./text.ts"
export type { Unreadable } from "./unreadable.ts"
export type {
  Commit,
  Delivery,
  Message,
  OpenSession,
  Reserved,
  SentMessage,
  Sessions,
  StatusChange,
  Tick,
  TickResult,
  TokenAnswer,
  UnservedPlan,
} from "./sessions.ts"
