export const backendNames = ["memory", "sqlite", "redis"] as const
export type BackendName = (typeof backendNames)[number]
