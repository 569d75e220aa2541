/**
 * A stable merge sort; `after(a, b)` says whether a comes after b. It compares in the library's order, so that of several
 * items that cannot be compared the same two are told of.
 */
export function mergeSort<T>(array: readonly T[], after: (a: T, b: T) => boolean): readonly T[] {
  if (array.length <= 1) return array
  const middle = Math.floor(array.length / 2)
  const left = mergeSort(array.slice(0, middle), after)
  const right = mergeSort(array.slice(middle), after)
  const merged: T[] = []
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) {
    const [a, b] = [left[l] as T, right[r] as T] // within both, checked above
    const second = after(a, b)
    if (second) r++
    else l++
    merged.push(second ? b : a)
  }
  return [...merged, ...left.slice(l), ...right.slice(r)]
}
