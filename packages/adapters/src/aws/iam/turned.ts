import { literal, piece, sub, type Text } from "./text.ts"

/** What a template makes of what it is given, before that stands in an ARN. */
export type Turn =
  | "queue"
  | "unqualified"
  | "execution"
  | "revisions"
  | "last"
  | "second"
  | "bucket"
  | "objects"
  | "secret"
  | "path"
  | "endpoint"

/** An ARN, or a name, of what a call names in another way. */
export function turned(turn: Turn, text: Text): Text {
  const { sub: shown } = text
  const isOpen = shown.includes("${")
  switch (turn) {
    case "queue": {
      // https://sqs.eu-west-1.amazonaws.com/111122223333/orders
      const region = piece(text, ".", 1)
      return arn("sqs", region, piece(text, "/", 3), piece(text, "/", 4))
    }
    case "unqualified":
      return isOpen ? text : literal(shown.split(":").slice(0, 7).join(":"))
    case "execution":
      return {
        sub: `arn:\${AWS::Partition}:states:${piece(text, ":", 3).sub}:${piece(text, ":", 4).sub}:execution:${piece(text, ":", 6).sub}`,
        values: { ...piece(text, ":", 3).values, ...piece(text, ":", 4).values, ...piece(text, ":", 6).values },
      }
    case "revisions":
      return isOpen || /:\d+$/.test(shown) ? text : { ...text, sub: `${shown}:*` }
    case "last":
      return isOpen ? text : literal(shown.slice(shown.lastIndexOf("/") + 1))
    case "second":
      return piece(text, "/", 1)
    case "bucket":
      return bucketOf(text)
    case "objects":
      return { ...bucketOf(text), sub: `${bucketOf(text).sub}/${prefixOf(text)}*` }
    case "secret":
      // Secrets Manager adds six characters of its own to a name.
      return shown.startsWith("arn:") ? text : { ...text, sub: `${shown}-??????` }
    case "path":
      return { ...text, sub: shown.replace(/^\//, "") }
    case "endpoint":
      return text
  }
}

function arn(service: string, region: Text, account: Text, name: Text): Text {
  return {
    sub: `arn:\${AWS::Partition}:${service}:${region.sub}:${account.sub}:${name.sub}`,
    values: { ...region.values, ...account.values, ...name.values },
  }
}

/** `s3://bucket/prefix/` */
function bucketOf(text: Text): Text {
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(text.sub) ?? []
  const name = bucket === undefined ? piece(text, "/", 2) : { sub: bucket, values: text.values }
  return { ...name, sub: `arn:\${AWS::Partition}:s3:::${name.sub}` }
}

function prefixOf(text: Text): string {
  return sub(text.sub).sub.match(/^s3:\/\/[^/]+\/(.*)$/)?.[1] ?? ""
}
