#!lua
-- Starts executions, as ready.
-- KEYS  the roots of the partitions that they belong to
-- ARGV  tag: of the process, 4 characters, where it will know them again; else empty
--       session: of the process, which takes what is started, where nothing else is ready; else empty
--       for each root: how many, how many of them the session may take, then for each: route, plan, meta, header, input
--       behind a plan: machine or '', the listing for RUNNING (less R); '' in its place: all three as the one before
--       and what `went_back` reads
-- Returns, for each in order: its number, a text, where it was started, behind '=' where the session has taken it; 0: no
-- such plan; or, of what exists, what `head_of` answers.
-- Bounds: the caller passes at most 500. Refused by Redis where memory is full: nothing is started then.
local gone_back = went_back()
if gone_back then return gone_back end
local tag, session = ARGV[1], ARGV[2]
local at = 3
local answers = {}

-- Whether the session lives there.
local function lives(R)
  local ends = call('ZSCORE', R .. 's', session)
  return ends and tonumber(ends) * 1000 > micros()
end

for k = 1, #KEYS do
  local R = KEYS[k]
  local count, room = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  at = at + 2
  local number = numbers(R, count, micros())
  local known, indexes, queues, taken = {}, {}, {}, {}
  local free, plan, machine, into = {}, nil, nil, nil
  if room > 0 and not lives(R) then room = 0 end
  for _ = 1, count do
    local d = ARGV[at]
    local key = R .. 'e:' .. d
    if ARGV[at + 1] ~= '' then
      plan, machine, into = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
      at = at + 2
    end
    if known[plan] == nil then known[plan] = call('SISMEMBER', R .. 'plans', plan) == 1 end
    local result = whole(number)
    if not known[plan] then
      result = head_of(key)
      if #result == 0 then result = 0 end
    else
      local length = call('RPUSH', key, ARGV[at + 2], '0,0,0,-1,', ARGV[at + 3], ARGV[at + 4])
      if length ~= HEAD then
        call('LTRIM', key, 0, -5)
        result = head_of(key)
      else
        if not indexes[into] and machine ~= '' then call('SADD', R .. 'machines', machine) end
        add(indexes, into, result, d)
        number = number + 1
        if room > 0 and free[plan] == nil then free[plan] = call('EXISTS', R .. 'r:' .. plan, R .. 'o:' .. plan) == 0 end
        if room > 0 and free[plan] then
          room = room - 1
          taken[#taken + 1] = d
          result = '=' .. result
        else add(queues, plan, d .. tag)
        end
      end
    end
    answers[#answers + 1] = result
    at = at + 5
  end
  for into, entries in pairs(indexes) do each('ZADD', R .. into, entries, 1, #entries) end
  each('SADD', R .. 'w:' .. session, taken, 1, #taken)
  for plan, queue in pairs(queues) do ready(R, 'r:', plan, queue, tag) end
end
return answers
