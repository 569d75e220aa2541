/** A file on the command line, and which of its workflows is meant. */
export interface Target {
  readonly file: string
  /** The workflow's name or the name it is exported under; undefined where the file stands alone. */
  readonly workflow: string | undefined
}

/** Reads `file.ts#workflow`. Only the last `#` counts, and only where something follows it. */
export function parseTarget(text: string): Target {
  const at = text.lastIndexOf("#")
  if (at <= 0 || at === text.length - 1) return { file: text, workflow: undefined }
  return { file: text.slice(0, at), workflow: text.slice(at + 1) }
}

/** Whether a file holds a state machine as JSON rather than a module. */
export function isStateMachineFile(file: string): boolean {
  return file.endsWith(".json")
}
