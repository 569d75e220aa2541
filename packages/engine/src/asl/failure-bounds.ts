// Apart from the other quotas: the bundle of a single handler holds these.

/** The longest name of an error, in characters, that AWS takes. (AWS: API reference, SendTaskFailure) */
export const longestError = 256

/** The longest cause. */
export const longestCause = 32_768
