import { redis } from "@stepwright/adapters/redis"
import { sharedRedis } from "@stepwright/test-redis"

import { cliSession } from "./cli-session.ts"

cliSession(() => redis(sharedRedis()))
