#!lua flags=no-writes
-- A page of executions, the newest start first.
-- KEYS  the root of a partition
-- ARGV  'x', machine or '', statuses   or   'y', map run, '';   then the greatest number (with '(' if exclusive), how many
-- Returns for each: its number, meta, and the front of its standing. Bounds: as many as asked for.
local R = KEYS[1]
local limit = tonumber(ARGV[5])
local indexes = {}
if ARGV[1] == 'y' then
  indexes[1] = R .. 'y:' .. ARGV[2]
else
  local machines = ARGV[2] == '' and call('SMEMBERS', R .. 'machines') or { string.sub(ARGV[2], 2) }
  for _, machine in ipairs(machines) do
    for status in string.gmatch(ARGV[3], '%d') do indexes[#indexes + 1] = R .. 'x:' .. status .. ':' .. machine end
  end
end
local found = {}
for _, index in ipairs(indexes) do
  local range = call('ZREVRANGEBYSCORE', index, ARGV[4], '-inf', 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 1, #range, 2 do found[#found + 1] = { tonumber(range[i + 1]), range[i] } end
end
table.sort(found, function(a, b) return a[1] > b[1] end)
local page = {}
for i = 1, math.min(limit, #found) do
  local key = R .. 'e:' .. found[i][2]
  local pair = call('LRANGE', key, 0, 1)
  page[i] = { whole(found[i][1]), pair[1], string.match(pair[2], '^%d,%d+,%d+,%-?%d+,%-?[%d.]*') }
end
return page
