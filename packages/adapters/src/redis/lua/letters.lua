#!lua flags=no-writes
-- A page of dead letters, the newest first.
-- KEYS  the root of a partition
-- ARGV  route of their execution or '', statuses, the greatest number (with '(' if exclusive), how many
-- Returns for each: number, id, and its fields; then, as a number to go on behind, '(number', where there may be more of
-- the execution's. Bounds: as many as asked for; of one execution 500 looked at.
local R = KEYS[1]
local limit = tonumber(ARGV[4])
local found = {}
local behind = ''
if ARGV[1] ~= '' then
  local range = call('ZREVRANGEBYSCORE', R .. 'l:' .. ARGV[1], ARGV[3], '-inf', 'WITHSCORES', 'LIMIT', 0, 500)
  if #range == 1000 then behind = '(' .. range[1000] end
  for i = 1, #range, 2 do
    local status = call('HGET', R .. 'd:' .. range[i], 's')
    if string.find(ARGV[2], status, 1, true) then found[#found + 1] = { tonumber(range[i + 1]), range[i] } end
    if #found == limit then break end
  end
else
  for status in string.gmatch(ARGV[2], '%d') do
    local range = call('ZREVRANGEBYSCORE', R .. 'ds:' .. status, ARGV[3], '-inf', 'WITHSCORES', 'LIMIT', 0, limit)
    for i = 1, #range, 2 do found[#found + 1] = { tonumber(range[i + 1]), range[i] } end
  end
  table.sort(found, function(a, b) return a[1] > b[1] end)
end
local page = {}
for i = 1, math.min(limit, #found) do
  page[i] = { whole(found[i][1]), found[i][2], call('HGETALL', R .. 'd:' .. found[i][2]) }
end
return { page, behind }
