/** A fenced block of a page. */
export interface CodeBlock {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a Markdown page, in order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({ language, text }))
}
