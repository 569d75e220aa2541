/**
 * Adds to a list that is mostly empty or of one. An array that grows by pushing makes room for seventeen at once; one that
 * is written with its first entry has just that.
 * @returns the list with the value: another one where it was empty, so that all that are empty can share theirs.
 */
export function append<T>(list: readonly T[], value: T): readonly T[] {
  if (list.length === 0) return [value]
  ;(list as T[]).push(value) // one that was made here: it is not empty
  return list
}
