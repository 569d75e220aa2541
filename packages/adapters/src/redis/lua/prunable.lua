#!lua flags=no-writes
-- What may be forgotten of the executions that have ended.
-- KEYS  the root of a partition
-- ARGV  ended before (milliseconds since 1970), at most so many, how many to pass over at the front
-- Returns the metas of those that may be, and how many it looked at: fewer than 100 where it came to the end.
-- Bounds: 100 looked at.
local R = KEYS[1]
local before, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local found = call('LRANGE', R .. 'done', ARGV[3], ARGV[3] + 99)
local metas = {}
for i, entry in ipairs(found) do
  if #metas >= limit then break end
  local d, at = ended(R, entry)
  if d and tonumber(at) >= before + SKEW then return { metas, i - 1 } end
  if d and tonumber(at) < before and not busy(R, d) then metas[#metas + 1] = call('LINDEX', R .. 'e:' .. d, 0) end
end
return { metas, #found }
