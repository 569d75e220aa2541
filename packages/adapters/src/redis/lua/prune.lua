#!lua flags=allow-oom
-- Forgets executions that have ended.
-- KEYS  the root of a partition
-- ARGV  ended before (milliseconds since 1970), at most so many, how many to leave at the front
-- Returns how many it forgot, how many it left (a message waits for them, or a session owns them), and whether it came to
-- the end. Bounds: 100 looked at.
local R = KEYS[1]
local limit = tonumber(ARGV[2])
local sessions = call('ZRANGE', R .. 's', 0, -1)
local found = call('ZRANGEBYSCORE', R .. 'done', '-inf', '(' .. ARGV[1], 'LIMIT', ARGV[3], 100)
local removed, left = 0, 0
for _, d in ipairs(found) do
  if removed >= limit then return { removed, left, 1 } end
  local busy = call('SISMEMBER', R .. 'mbox', d) == 1
  for _, session in ipairs(sessions) do busy = busy or call('SISMEMBER', R .. 'w:' .. session, d) == 1 end
  if busy then
    left = left + 1
  else
    local meta = call('LINDEX', R .. 'e:' .. d, 0)
    local status = status_of(R, d)
    call('ZREM', R .. listing(meta, status), d)
    for _, id in ipairs(call('ZRANGE', R .. 'l:' .. d, 0, -1)) do
      local standing = call('HGET', R .. 'd:' .. id, 's')
      if standing ~= '0' then
        call('DEL', R .. 'd:' .. id)
        call('ZREM', R .. 'l:' .. d, id)
        call('ZREM', R .. 'ds:' .. standing, id)
      end
    end
    call('UNLINK', R .. 'e:' .. d, R .. 'c:' .. d, R .. 't:' .. d)
    call('ZREM', R .. 'done', d)
    removed = removed + 1
  end
end
return { removed, left, #found < 100 and 1 or 0 }
