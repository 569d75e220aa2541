import type { RunTask } from "../core/command.ts"
import type { Frame } from "../core/frame.ts"
import type { Step } from "../core/step.ts"
import type { Outcome } from "./outcome.ts"
import type { Trial } from "./read-request.ts"
import type { TestStateInspection } from "./response.ts"
import type { Watch } from "./watch.ts"

/** One attempt of the state under test. */
export interface Attempt {
  readonly step: Step
  readonly frame: Frame
  readonly watch: Watch
  readonly trial: Trial
  /** What a Task that is not mocked comes to. */
  readonly call: (order: RunTask) => Outcome
  /** What a Map found out about its limits. */
  limits: Pick<TestStateInspection, "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage">
}
