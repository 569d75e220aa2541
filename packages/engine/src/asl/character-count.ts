/** How many characters a name has as AWS counts them: Unicode code points. */
export function characterCount(text: string): number {
  return Array.from(text).length
}
