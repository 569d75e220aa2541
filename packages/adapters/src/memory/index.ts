// A backend in this process's memory.
export { memory } from "./memory.ts"
