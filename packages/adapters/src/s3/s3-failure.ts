import { ObjectStoreError } from "@stepwright/engine"

/** What S3 was asked for. */
export interface S3Place {
  readonly bucket: string
  readonly key?: string
  readonly versionId?: string | undefined
  readonly verb: "read" | "list" | "write" | "remove"
}

/** What the SDK threw, as the port has it. What is no answer about the place itself keeps its name. */
export function s3Failure(thrown: unknown, place: S3Place): Error {
  const { name, message } = described(thrown)
  const { bucket, key, versionId, verb } = place
  const what = key === undefined ? `'${bucket}'` : `'${key}' in '${bucket}'`
  switch (codeOf(name, thrown, place)) {
    case "NoSuchBucket":
      return new ObjectStoreError("NoSuchBucket", `There is no bucket '${bucket}'.`)
    case "NoSuchKey":
      return new ObjectStoreError("NoSuchKey", `There is no object ${what}.`)
    case "NoSuchVersion":
      return new ObjectStoreError("NoSuchVersion", `There is no version '${versionId ?? ""}' of ${what}.`)
    case "AccessDenied": {
      const also = verb === "read" ? ", as it also does where there is none and the bucket may not be listed" : ""
      return new ObjectStoreError("AccessDenied", `S3 denied to ${verb} ${what}${also}: ${message}`)
    }
    default: {
      const failure = new Error(`S3 could not ${verb} ${what}: ${name}: ${message}`, { cause: thrown })
      failure.name = name
      return failure
    }
  }
}

/** S3 answers a version id that it cannot have made as any argument that it cannot read. */
function codeOf(name: string, thrown: unknown, { versionId }: S3Place): string {
  const { ArgumentName } = thrown as { readonly ArgumentName?: unknown } // what S3 adds to some errors
  return name === "InvalidArgument" && versionId !== undefined && ArgumentName === "versionId" ? "NoSuchVersion" : name
}

function described(thrown: unknown): { readonly name: string; readonly message: string } {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) }
  // A connection that fails on each of a host's addresses leaves its message empty.
  const [first] = thrown instanceof AggregateError ? (thrown.errors as readonly unknown[]) : []
  const message = thrown.message === "" && first instanceof Error ? first.message : thrown.message
  return { name: thrown.name, message }
}
