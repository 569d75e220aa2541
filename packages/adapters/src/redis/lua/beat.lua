#!lua flags=allow-oom
-- Keeps sessions alive.
-- KEYS  roots of partitions
-- ARGV  lease in milliseconds, then sessions
-- Returns, for each root, how many entries its outbox has. A session that has ended is never revived.
local now = math.floor(micros() / 1000)
local outboxes = {}
for k = 1, #KEYS do
  local R = KEYS[k]
  for i = 2, #ARGV do
    local ends = call('ZSCORE', R .. 's', ARGV[i])
    if ends and tonumber(ends) > now then call('ZADD', R .. 's', now + tonumber(ARGV[1]), ARGV[i]) end
  end
  outboxes[k] = call('LLEN', R .. 'out')
end
return outboxes
