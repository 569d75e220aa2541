import { expect, it } from "vitest"

import { serverOfUrl } from "./server-of-url.ts"

it.each([
  ["redis://h", { host: "h", port: 6379 }],
  ["redis://h:1/", { host: "h", port: 1 }],
  ["rediss://me:p%40ss@h:1/2", { host: "h", port: 1, username: "me", password: "p@ss", db: 2, tls: {} }],
  ["redis://:secret@[::1]:7000", { host: "::1", port: 7000, password: "secret" }],
])("%s is a server", (url, server) => {
  expect(serverOfUrl(url)).toEqual(server)
})
