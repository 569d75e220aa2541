/** A text as a string literal: in double quotes, or in single ones where that saves escapes. */
export function quoted(text: string): string {
  const json = JSON.stringify(text)
  const [doubles, singles] = [text.split('"').length, text.split("'").length]
  return doubles > singles ? `'${json.slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'` : json
}

/** A text as the part of a template literal. */
export function templateText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").replaceAll("\r", "\\r")
}
