#!lua flags=allow-oom
-- Forgets executions that have ended.
-- KEYS  the root of a partition
-- ARGV  ended before (milliseconds since 1970), at most so many, how many to leave at the front, then, for named ones in
--       place of those, their routes, at most 100
-- Returns how many it forgot, how many it left (they ended later, a message waits for them, or a session owns them), and
-- whether it came to the end. Bounds: 100 looked at.
local R = KEYS[1]
local before, limit = tonumber(ARGV[1]), tonumber(ARGV[2])

local function forget(d, at)
  call('LREM', R .. 'done', 1, d .. at)
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
end

local removed, left = 0, 0
if #ARGV > 3 then
  for i = 4, #ARGV do
    local d = ARGV[i]
    local at = stopped(R, d)
    if at and tonumber(at) < before and removed < limit and not busy(R, d) then
      forget(d, at)
      removed = removed + 1
    end
  end
  return { removed, left, 1 }
end
local found = call('LRANGE', R .. 'done', ARGV[3], ARGV[3] + 99)
for _, entry in ipairs(found) do
  if removed >= limit then return { removed, left, 1 } end
  local d, at = ended(R, entry)
  if d and tonumber(at) >= before + SKEW then return { removed, left, 1 } end
  if not d then call('LREM', R .. 'done', 1, entry)
  elseif tonumber(at) >= before or busy(R, d) then left = left + 1
  else
    forget(d, at)
    removed = removed + 1
  end
end
return { removed, left, #found < 100 and 1 or 0 }
