#!lua flags=allow-oom
-- Keeps sessions alive, and takes from one that has ended what it owned.
-- KEYS  roots of partitions
-- ARGV  lease in milliseconds, then sessions
-- Returns, for each root, how many entries its outbox has. A session that has ended is never revived.
-- Bounds: 128 executions of one ended session for each root.
local now = math.floor(micros() / 1000)
local outboxes = {}
for k = 1, #KEYS do
  local R = KEYS[k]
  for i = 2, #ARGV do
    local ends = call('ZSCORE', R .. 's', ARGV[i])
    if ends and tonumber(ends) > now then call('ZADD', R .. 's', now + tonumber(ARGV[1]), ARGV[i]) end
  end
  local ended = call('ZRANGEBYSCORE', R .. 's', '-inf', now, 'LIMIT', 0, 1)[1]
  if ended then
    local routes = call('SPOP', R .. 'w:' .. ended, 128)
    for _, d in ipairs(routes) do let_go(R, d, true) end
    if #routes < 128 then
      call('ZREM', R .. 's', ended)
      call('DEL', R .. 'm:' .. ended)
    end
  end
  outboxes[k] = call('LLEN', R .. 'out')
end
return outboxes
