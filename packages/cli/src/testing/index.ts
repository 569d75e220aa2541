// For users' tests: the real engine, in memory, with mocks and skipped time.
import { memory } from "@stepwright/adapters/memory"
import { type RunTest, testKit } from "@stepwright/engine/testing"

export {
  type Mock,
  type MockAnswer,
  type MockContext,
  type MockFunction,
  type MockValue,
  never,
  type RecordedCall,
  type RunTest,
  type RunTestOptions,
  type TestRun,
} from "@stepwright/engine/testing"

/** Runs one execution of a workflow to its end, in memory and with time skipped, and tells how it went. */
export const runTest: RunTest = testKit({ backend: memory })
