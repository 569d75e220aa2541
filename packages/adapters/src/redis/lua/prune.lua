#!lua flags=allow-oom
-- Forgets executions that have ended.
-- KEYS  the root of a partition
-- ARGV  ended before (milliseconds since 1970), at most so many, how many to leave at the front, then, for named ones in
--       place of those, their routes, at most 100
-- Returns how many it forgot, how many it left (a message waits for them, or a session owns them), and whether it came to
-- the end. Bounds: 100 looked at.
local R = KEYS[1]
local before, limit = ARGV[1], tonumber(ARGV[2])
local found, over = {}, true
if #ARGV > 3 then
  for i = 4, #ARGV do
    local ended = call('ZSCORE', R .. 'done', ARGV[i])
    if ended and tonumber(ended) < tonumber(before) then found[#found + 1] = ARGV[i] end
  end
else
  found = call('ZRANGEBYSCORE', R .. 'done', '-inf', '(' .. before, 'LIMIT', ARGV[3], 100)
  over = #found < 100
end
local removed, left = 0, 0
for _, d in ipairs(found) do
  if removed >= limit then return { removed, left, 1 } end
  if busy(R, d) then
    left = left + 1
  elseif call('ZREM', R .. 'done', d) == 1 then
    local meta = call('LINDEX', R .. 'e:' .. d, 0)
    call('ZREM', R .. listing(meta, status_of(R, d)), d)
    for _, id in ipairs(call('ZRANGE', R .. 'l:' .. d, 0, -1)) do
      local standing = call('HGET', R .. 'd:' .. id, 's')
      if standing ~= '0' then
        call('DEL', R .. 'd:' .. id)
        call('ZREM', R .. 'l:' .. d, id)
        call('ZREM', R .. 'ds:' .. standing, id)
      end
    end
    call('UNLINK', R .. 'e:' .. d, R .. 'c:' .. d, R .. 't:' .. d)
    removed = removed + 1
  end
end
return { removed, left, over and 1 or 0 }
