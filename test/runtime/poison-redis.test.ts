import { sharedRedis } from "@stepwright/test-redis"
import { it } from "vitest"

import { livesOfPoison } from "./poison-lives.ts"

it("parks an execution that keeps killing its process on Redis, and the process lives on", () => {
  const { url, prefix } = sharedRedis()
  livesOfPoison(url, prefix)
})
