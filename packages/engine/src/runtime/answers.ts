import type { Json } from "../asl/json.ts"
import type { ChildEnd } from "../core/index.ts"
import type { TaskFailure } from "./handler-failure.ts"
import type { Owned } from "./owned.ts"
import type { Work } from "./work.ts"

/** Takes what came of an order. An answer to work that is not waited for any more is dropped. */
export interface Answers {
  succeeded(owned: Owned, work: Work, output: Json): void
  /** A `.waitForTaskToken` or `.sync` call returned: its answer is still awaited. */
  submitted(owned: Owned, work: Work, output: Json): void
  failed(owned: Owned, work: Work, failure: TaskFailure): void
  /** The call of a `.waitForTaskToken` or `.sync` failed: there is no answer to await. */
  submitFailed(owned: Owned, work: Work, failure: TaskFailure): void
  /** A child execution of a distributed Map had ended well before. */
  childSucceeded(owned: Owned, work: Work, output: Json, child: ChildEnd): void
  /** A piece of work on the owner's own side ended, whatever came of it. */
  rested(owned: Owned): void
}
