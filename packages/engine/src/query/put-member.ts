/** Sets a member of an object that is being built; one called `__proto__` becomes a member like any other. */
export function putMember<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
  } else object[key] = value
}
