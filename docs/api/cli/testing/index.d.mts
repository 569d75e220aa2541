import { Mock, MockAnswer, MockContext, MockFunction, MockValue, RecordedCall, RunTest, RunTest as RunTest$1, RunTestOptions, TestRun, never } from "@stepwright/engine/testing";
/** Runs one execution of a workflow to its end, in memory and with time skipped, and tells how it went. */
export declare const runTest: RunTest$1;
export { type Mock, type MockAnswer, type MockContext, type MockFunction, type MockValue, type RecordedCall, type RunTest, type RunTestOptions, type TestRun, never };