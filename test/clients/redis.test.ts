import { redis } from "@stepwright/adapters/redis"
import { sharedRedis } from "@stepwright/test-redis"

import { everyOperation } from "./every-operation.ts"

everyOperation(() => redis(sharedRedis()))
