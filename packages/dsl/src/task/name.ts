import { misuse } from "../scope/tracing.ts"

const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/** Reports a name that AWS would refuse. (AWS: API reference, Name) */
export function checkName(name: string, what: string): void {
  if (name.length >= 1 && name.length <= 80 && !forbidden.test(name)) return
  misuse("NAME_INVALID", `The ${what} name ${JSON.stringify(name)} is not allowed.`)
}

/** Reports an error name of an author's own that is reserved, or too long. */
export function checkErrorName(name: string): void {
  if (name.length >= 1 && name.length <= 256 && !name.startsWith("States.")) return
  misuse("ERROR_NAME_INVALID", `The error name ${JSON.stringify(name)} is not allowed.`)
}
