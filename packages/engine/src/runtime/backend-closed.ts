import { AdapterError } from "../errors.ts"

/** Whether an error says that the backend was closed: nothing more can be done with it in this process. */
export function isBackendClosed(error: unknown): boolean {
  return AdapterError.is(error) && error.code === "BACKEND_CLOSED"
}
