/** A name as a part of a document's key, which is printable ASCII. */
export function keyPart(name: string): string {
  return name.replace(/[^!-~]|[%/]/gu, (character) => encodeURIComponent(character))
}
