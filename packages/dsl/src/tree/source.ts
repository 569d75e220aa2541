/** Where something stands in the author's source. Line and column count from 1. */
export interface SourcePosition {
  /** As the runtime reported it: an absolute path or file URL; tools show it relative to the project. */
  readonly file: string
  readonly line: number
  readonly column: number
}
