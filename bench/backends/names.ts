export const backendNames = ["memory", "sqlite"] as const
export type BackendName = (typeof backendNames)[number]
