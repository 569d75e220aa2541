/** What a blob belongs to: an execution, or a dead letter, which may outlive its execution. */
export interface Owner {
  readonly kind: "executions" | "letters"
  readonly id: string
}

/** Digits of a part of a path: file systems allow 255. */
const partLength = 200

/**
 * What the keys of an owner's blobs begin with: `<kind>/<id in hexadecimal>/`. Hexadecimal, since file systems fold case
 * and have characters that they do not take; of UTF-16, since ids may hold what UTF-8 cannot. A path ends at `-/`, so
 * that none is the beginning of another.
 */
export function keyPath({ kind, id }: Owner): string {
  const digits = Buffer.from(id, "utf16le").toString("hex")
  const parts = digits.match(new RegExp(`.{1,${partLength}}`, "g")) ?? []
  return `${[kind, ...parts].join("/")}-/`
}

/** Whose a key is; undefined of a key of another form. */
export function ownerOf(key: string): Owner | undefined {
  const [, kind, digits] = /^(executions|letters)((?:\/[\da-f]+)*)-\/[^/]+$/.exec(key) ?? []
  if (digits === undefined) return undefined
  const id = Buffer.from(digits.replaceAll("/", ""), "hex").toString("utf16le")
  return { kind: kind as Owner["kind"], id } // by the pattern
}
