import { ApiError } from "./api-error.ts"

/** What an ARN of Step Functions names. */
export type Arn =
  /** `qualifier`: a version's number or an alias's name. `label`: of a distributed Map. */
  | { readonly kind: "stateMachine"; readonly name: string; readonly qualifier?: string; readonly label?: string }
  | { readonly kind: "execution" | "express"; readonly machine: string; readonly label?: string }
  | { readonly kind: "activity"; readonly name: string }
  | { readonly kind: "mapRun" }

/**
 * Reads an ARN.
 * @param kinds - Those that are of use here.
 * @throws {ApiError} `InvalidArn`
 */
export function readArn<K extends Arn["kind"]>(
  text: string,
  ...kinds: readonly K[]
): Extract<Arn, { readonly kind: K }> {
  if (!text.startsWith("arn:")) throw invalidArn(`Invalid ARN prefix: ${text}`)
  const [, partition, service, , , kind, ...rest] = text.split(":")
  if (partition !== "aws" || service !== "states" || kind === undefined || rest.length === 0) {
    throw invalidArn(`Invalid ARN: ${text}`)
  }
  if (!kinds.some((wanted) => wanted === kind)) throw invalidArn(`Resource type not valid in this context: ${kind}`)
  const read = resourceOf(kind, rest)
  if (read === undefined) throw invalidArn(`Invalid ARN: ${text}`)
  return read as Extract<Arn, { readonly kind: K }> // its kind is one of those
}

export function invalidArn(why: string): ApiError {
  return new ApiError("InvalidArn", `Invalid Arn: '${why}'`)
}

function resourceOf(kind: string, rest: readonly string[]): Arn | undefined {
  const [path = "", qualifier, ...more] = rest
  const [name = "", label] = path.split("/")
  if (name === "") return undefined
  const part = label === undefined ? {} : { label }
  switch (kind) {
    case "stateMachine":
      if (more.length > 0 || qualifier === "") return undefined
      return { kind, name, ...part, ...(qualifier === undefined ? {} : { qualifier }) }
    case "execution":
      return rest.length === 2 ? { kind, machine: name, ...part } : undefined
    case "express":
      return rest.length === 3 ? { kind, machine: name, ...part } : undefined
    case "activity":
      return rest.length === 1 ? { kind, name } : undefined
    case "mapRun":
      return { kind }
    default:
      return undefined
  }
}
