/** Who asks, and whom. */
export const region = "us-east-1"
export const account = "000000000000"
export const credentials = { accessKeyId: "BENCHKEY", secretAccessKey: "a secret of the benchmark" } as const
