// The pure core: decides what happens next, performs nothing. No clock, no chance, no I/O, no await.
export type { Command, FinishExecution, IntegrationPattern, RunTask, StartTimer, CancelWork } from "./command.ts"
export type { Fact } from "./fact.ts"
export type { ExecutionHeader } from "./header.ts"
export type { HistoryEvent } from "./history-event.ts"
