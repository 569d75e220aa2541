/** Whether an address to listen at, or a `Host` header, is of this machine alone. */
export function isLoopback(host: string): boolean {
  const name = host
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase()
  return name === "localhost" || name === "::1" || /^127(?:\.\d{1,3}){3}$/.test(name)
}
