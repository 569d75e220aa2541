-- What every script shares. `R` is the root of a partition's keys, `d` an execution's route (14 characters).
--
-- R e:<d>    LIST  meta, standing, header, input, then the facts: its length less 4 is the journal's
-- R c:<d>    STRING  the checkpoint: "<length>,<text>"
-- R i:<d>    HASH  the inbox: message id -> body            R mbox   SET  routes whose inbox is not empty
-- R t:<d>    HASH  awaited tokens: -> 1 open, 0 closed; OWNER      R l:<d>  ZSET  its dead letters
-- R r:<plan> LIST  ready; R o:<plan> LIST  ready, before the others; R z:<plan> ZSET  asleep, by due time
-- R v        HASH  processes' marks: tag -> the number of its last write. Not on a cluster: of the first partition alone
-- R s        ZSET  sessions by the time they end (Redis's clock)
-- R w:<s>    SET   what session s owns                      R m:<s>  LIST  messages it was not told of: <d><id>
-- R x:<status>:<machine> ZSET  by start; R y:<map run> ZSET likewise
-- R done LIST  what ended, the first at the front: <d><stopped at>; one that has run again since is not of the present end
-- Published: R wake (that there is something to do), R ends (the routes of what has ended or been parked)
-- In the first partition: plan-ids LIST, plan-texts HASH; serving ZSET  plans that sessions can run, by the time until when
-- documents HASH  key -> "<version>,<text>"; document-keys ZSET  all 0; document-version  the last one given
-- meta: plan (12), length of the index (3), index, JSON. Index: x<machine> or y<map run>.
-- standing: "<status>,<deliveries>,<journal's length then>,<checkpoint's length or -1>,<stopped at><outcome>"
-- outcome: JSON, or "@<start>+<length>": the output is these characters (UTF-16) of the last fact
-- status: 0 RUNNING, 1 SUCCEEDED, 2 FAILED, 3 TIMED_OUT, 4 ABORTED, 5 PARKED

local call = redis.call
local ARGV, KEYS = ARGV, KEYS
local tonumber, unpack, ipairs, pairs = tonumber, unpack, ipairs, pairs
local sub, byte, format, min = string.sub, string.byte, string.format, math.min
local HEAD = 4
-- Among an execution's tokens: the session that opened the last one. No token is stored so.
local OWNER = '\1'
-- Milliseconds that clocks may be apart: `done` stands in the order of ends as far as they agree.
local SKEW = 60000
-- Lua's unpack fails near 8,000 values.
local MOST = 4000

-- Redis's time in microseconds: the one place where scripts read a clock.
local function micros()
  local t = call('TIME')
  return tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local function whole(n)
  return format('%d', n)
end

-- Each write of a process has a number, which rises, and is kept with what was written. Where less is found than was
-- acknowledged to it, the store has gone back in time: answers an error then, and nothing may be done; else nil.
-- The script's last two arguments: the key of the marks; "<tag>,<number or '' for no write>,<acknowledged>".
local function went_back()
  local key = ARGV[#ARGV - 1]
  local tag, number, seen = string.match(ARGV[#ARGV], '^(.-),(%d*),(%d+)$')
  local stored = tonumber(call('HGET', key, tag) or '0')
  if stored < tonumber(seen) then return redis.error_reply('WENTBACK by ' .. seen - stored) end
  if number ~= '' and tonumber(number) > stored then call('HSET', key, tag, number) end
end

-- Numbers that no start and no letter of this partition has had: from the time in microseconds on, or behind the last.
local function numbers(R, count, first)
  local last = tonumber(call('GET', R .. 'seq') or '0')
  if first <= last then first = last + 1 end
  call('SET', R .. 'seq', whole(first + count - 1))
  return first
end

-- call(command, key, values from..to of a table), in bounded pieces. Returns the last answer.
local function each(command, key, values, from, to)
  local answer
  while from <= to do
    local last = min(to, from + MOST - 1)
    answer = call(command, key, unpack(values, from, last))
    from = last + 1
  end
  return answer
end

-- Adds one or two values to the list of this key.
local function add(lists, key, a, b)
  local list = lists[key]
  if not list then
    list = {}
    lists[key] = list
  end
  list[#list + 1] = a
  if b then list[#list + 1] = b end
end

-- Puts routes where sessions look for work; a list that was empty is worth a hint, but to the process of this tag.
local function ready(R, kind, plan, routes, tag)
  local length = each('RPUSH', R .. kind .. plan, routes, 1, #routes)
  if length == #routes then call('PUBLISH', R .. 'wake', tag or '') end
end

-- What a record is read from: the first four elements, and the last one where the output lies there.
local function head_of(key)
  local head = call('LRANGE', key, 0, 3)
  if head[2] and string.find(head[2], '^%d,%d+,%d+,%-?%d+,%-?[%d.]+@') then head[5] = call('LINDEX', key, -1) end
  return head
end

local function plan_of(R, d)
  local meta = call('LINDEX', R .. 'e:' .. d, 0)
  return meta and sub(meta, 1, 12)
end

-- A session lets go of what it owned. `counted`: it was not in good order, so that the delivery counts.
local function let_go(R, d, counted)
  local key = R .. 'e:' .. d
  local standing = call('LINDEX', key, 1)
  if not standing then return end
  local status, deliveries, at, rest = string.match(standing, '^(%d),(%d+),(%d+)(.*)$')
  local length = call('LLEN', key) - HEAD
  if not counted then
    if deliveries ~= '0' then call('LSET', key, 1, status .. ',0,' .. at .. rest) end
  else
    local before = length > tonumber(at) and 0 or tonumber(deliveries)
    call('LSET', key, 1, status .. ',' .. (before + 1) .. ',' .. length .. rest)
  end
  if status == '0' or call('SISMEMBER', R .. 'mbox', d) == 1 then ready(R, 'o:', plan_of(R, d), { d }) end
end

-- Takes from a session that has ended some of what it owned. Answers whether there was one.
-- Bounds: 256 executions of one session.
local function reap(R, now)
  local ended = call('ZRANGEBYSCORE', R .. 's', '-inf', now, 'LIMIT', 0, 1)[1]
  if not ended then return false end
  local routes = call('SPOP', R .. 'w:' .. ended, 256)
  for _, d in ipairs(routes) do let_go(R, d, true) end
  if #routes < 256 then
    call('ZREM', R .. 's', ended)
    call('DEL', R .. 'm:' .. ended)
  end
  return true
end

-- The session that owns an execution, or nil. Whoever opened its last token is asked first, and only then the others.
local function owner(R, d)
  local tokens = R .. 't:' .. d
  local last = call('HGET', tokens, OWNER)
  if last and call('SISMEMBER', R .. 'w:' .. last, d) == 1 then return last end
  for _, session in ipairs(call('ZRANGE', R .. 's', 0, -1)) do
    if call('SISMEMBER', R .. 'w:' .. session, d) == 1 then
      if last then call('HSET', tokens, OWNER, session) end
      return session
    end
  end
end

-- Whether an execution that has ended may go on: a message waits for it, a redrive, or a session owns it.
local function busy(R, d)
  return call('SISMEMBER', R .. 'mbox', d) == 1 or owner(R, d) ~= nil
end

-- A message for an execution that is there: it becomes ready where it sleeps, else its owner is told.
local function deliver(R, d, status, body)
  local id = call('INCR', R .. 'msg')
  call('HSET', R .. 'i:' .. d, id, body)
  local first = call('SADD', R .. 'mbox', d) == 1
  local plan = plan_of(R, d)
  if call('ZREM', R .. 'z:' .. plan, d) == 1 then return ready(R, 'r:', plan, { d }) end
  local session = owner(R, d)
  if session then
    call('RPUSH', R .. 'm:' .. session, d .. id)
    call('PUBLISH', R .. 'wake', session)
  elseif first and status ~= '0' then
    ready(R, 'r:', plan, { d })
  end
end

-- The listing that an execution of this status stands in.
local function listing(meta, status)
  local index = sub(meta, 17, 15 + tonumber(sub(meta, 13, 15)))
  return byte(meta, 16) == 120 and 'x:' .. status .. ':' .. index or 'y:' .. index
end

local function status_of(R, d)
  local standing = call('LINDEX', R .. 'e:' .. d, 1)
  return standing and sub(standing, 1, 1)
end

-- When an execution ended that has not run again since: as text, or nil.
local function stopped(R, d)
  local standing = call('LINDEX', R .. 'e:' .. d, 1)
  return standing and string.match(standing, '^[1-4],%d+,%d+,%-?%d+,(%-?[%d.]+)')
end

-- The route in an entry of `done` and when it ended, as text, where that is its present end; else nil.
local function ended(R, entry)
  local d, at = sub(entry, 1, 14), sub(entry, 15)
  if stopped(R, d) == at then return d, at end
end

-- 'accepted', 'unknown', or the status that `when` does not name.
local function send(R, d, body, when)
  local status = status_of(R, d)
  if not status then return 'unknown' end
  if not string.find(when, status, 1, true) then return status end
  deliver(R, d, status, body)
  return 'accepted'
end

-- 'accepted', 'unknown' or 'closed'.
local function answer(R, d, token, body, final)
  local open = call('HGET', R .. 't:' .. d, token)
  if not open then return 'unknown' end
  local status = status_of(R, d)
  if open == '0' or (status ~= '0' and status ~= '5') then return 'closed' end
  if final == '1' then call('HSET', R .. 't:' .. d, token, '0') end
  deliver(R, d, status, body)
  return 'accepted'
end
