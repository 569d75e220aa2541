// What a wrapper around a single handler needs, on a host that is no engine of ours: import-free and small, for the bundle
// of one task.
export type { TaskAnswer, TaskRequest } from "../plan/envelope.ts"
export { misfit } from "../program/misfit.ts"
export { executionNameOf } from "../runtime/execution-name.ts"
export { taskFailure, type TaskFailure, thrownError, type ThrownError } from "../runtime/handler-failure.ts"
export { jsonValue } from "../runtime/json-text.ts"
export { isTaskRequest } from "../runtime/task-request.ts"
