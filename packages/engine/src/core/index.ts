// The pure core: decides what happens next, performs nothing. No clock, no chance, no I/O, no await.
export { append } from "./append.ts"
export { runFromCheckpoint, runToCheckpoint } from "./checkpoint.ts"
export { childAnswer, childHeader } from "./child-execution.ts"
export type {
  CancelChild,
  CancelWork,
  Command,
  FinishExecution,
  MapRunResult,
  ReadOptions,
  ResultTransformation,
  RunChild,
  RunTask,
  WriteOptions,
} from "./command.ts"
export { compileMachine, type MachineOptions } from "./compile-machine.ts"
export type { ChildEnd, Fact, MapRunUpdated } from "./fact.ts"
export type { ExecutionHeader } from "./header.ts"
export type { HistoryEvent } from "./history-event.ts"
export type { Machine, TaskTokens } from "./machine.ts"
export { exceeds, roughLength } from "./json-size.ts"
export { mapRunAddress } from "./map/map-run.ts"
export type { MapRun, MapRunTally } from "./map/tally.ts"
export { isChildCancelled, pendingCommands } from "./pending.ts"
export { isCompensable } from "./revive.ts"
export { projectHistory, replay, ReplayDiverged } from "./project-history.ts"
export { type ExecutionStatus, type Run, startRun } from "./run.ts"
export type { HistorySink } from "./step.ts"
export { transition } from "./transition.ts"
