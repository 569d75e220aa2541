#!lua
-- Starts executions, as ready.
-- KEYS  the roots of the partitions that they belong to
-- ARGV  tag: of the process, 4 characters, where it will know them again; else empty
--       for each root: how many, then for each: route, plan, index, status index (R x:0:<machine>, less R), JSON, header, input
--       and what `went_back` reads
-- Returns, for each in order: its number, a text, where it was started; 0: no such plan; or the list's first four elements of what exists.
-- Bounds: the caller passes at most 500. Refused by Redis where memory is full: nothing is started then.
local gone_back = went_back()
if gone_back then return gone_back end
local tag = ARGV[1]
local at = 2
local answers = {}
for k = 1, #KEYS do
  local R = KEYS[k]
  local count = tonumber(ARGV[at])
  at = at + 1
  local number = numbers(R, count)
  local known, indexes, queues = {}, {}, {}
  for _ = 1, count do
    local d, plan, index, into = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
    local key = R .. 'e:' .. d
    if known[plan] == nil then known[plan] = call('SISMEMBER', R .. 'plans', plan) == 1 end
    local result = whole(number)
    if not known[plan] then
      result = call('LRANGE', key, 0, 3)
      if #result == 0 then result = 0 end
    else
      local meta = plan .. string.format('%03d', #index) .. index .. ARGV[at + 4]
      local length = call('RPUSH', key, meta, '0,0,0,-1,', ARGV[at + 5], ARGV[at + 6])
      if length ~= HEAD then
        call('LTRIM', key, 0, -5)
        result = call('LRANGE', key, 0, 3)
      else
        local entries = indexes[into]
        if not entries then
          entries = {}
          indexes[into] = entries
          if string.byte(index) == 120 then call('SADD', R .. 'machines', string.sub(index, 2)) end
        end
        entries[#entries + 1] = number
        entries[#entries + 1] = d
        number = number + 1
        local queue = queues[plan]
        if not queue then
          queue = {}
          queues[plan] = queue
        end
        queue[#queue + 1] = d .. tag
      end
    end
    answers[#answers + 1] = result
    at = at + 7
  end
  for into, entries in pairs(indexes) do
    for i = 1, #entries, 2 do entries[i] = whole(entries[i]) end
    each('ZADD', R .. into, entries, 1, #entries)
  end
  for plan, queue in pairs(queues) do ready(R, 'r:', plan, queue, tag) end
end
return answers
