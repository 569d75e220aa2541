#!lua flags=allow-oom
-- Commits what happened, takes from a session that has ended what it owned, wakes what is due, hands over messages and
-- reserves.
-- KEYS  roots of partitions, in the order in which they are served
-- ARGV  session, lease in milliseconds, time for timers or '' for Redis's, how many to reserve, bytes to hand out at most,
--       tag of the process, '1' or '0' for each root: the session is new there; how many plans, the plans;
--       then for each root how many commits; where there are any: their routes, their heads, as one text, and for each the
--       facts and, where there are operations, their letters and their arguments; then pairs of listings
--       heads: how many arguments the commits have (5 digits), how many pairs (1); for each commit its expected length (5),
--       how many facts (3), how many arguments of operations, with the letters (3). A digit is six bits and '0', which
--       `byte` reads without making texts.
--       and what `went_back` reads
-- Operations, in the order of their letters: see `operate`.
-- Returns 0 where the session has ended in one of the partitions: then nothing was done. Else the time, and for each root:
--   { refused routes, messages: route, id, body …, reserved of those that go first, reserved of the others,
--     1 where more is ready, or is yet to be taken from a session that has ended (2: and would have been handed out, but
--     for the bytes), first due time or '', 1 where messages are left to be handed over }
--   reserved: a route alone where the process that asks started it and nothing came since; else
--   { route, the list (from the checkpoint on), checkpoint or nil, messages: id, body …, number }
-- Bounds: 512 reservations and messages, 256 timers for each plan, what `reap` says; a commit's lists are cut in pieces.
local gone_back = went_back()
if gone_back then return gone_back end
local session = ARGV[1]
local began = micros()
local real = math.floor(began / 1000)
local now = ARGV[3] == '' and real or tonumber(ARGV[3])
local want, budget, tag, joins = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6], ARGV[7]
for k = 1, #KEYS do
  if byte(joins, k) == 48 then
    local ends = call('ZSCORE', KEYS[k] .. 's', session)
    if not ends or tonumber(ends) <= real then return 0 end
  end
end
local plans = {}
for i = 1, tonumber(ARGV[8]) do plans[i] = ARGV[8 + i] end
local at = 9 + #plans

-- What the commits of one partition gather, written at once at their end.
local gone, ends, moved, into, told
-- Where in ARGV the pairs of listings begin.
local pairs_at

local function rests(R, d, plan, due)
  call('SREM', R .. 'w:' .. session, d)
  if call('SISMEMBER', R .. 'mbox', d) == 1 then ready(R, 'r:', plan, { d })
  elseif due ~= '' then call('ZADD', R .. 'z:' .. plan, due, d) end
end

-- k checkpoint                        c messages dealt with: how many, ids     o tokens opened, x closed: how many, tokens
-- l dead letter: id, time, execution, body, '1' where details follow, details, which commit of the tick it is of
-- s standing: text                    e ended: time
-- i index: from, to, number           0 to 9 likewise, between the listings of this pair: number
-- p parked: plan                           z sleeps: plan, due or '' (not by time)
-- a answer, m message: root, route, token or '', body                          q likewise through the outbox: text
local function operate(R, d, operations, x)
  local A = ARGV
  for j = 1, #operations do
    local op = sub(operations, j, j)
    if op == 's' then
      call('LSET', R .. 'e:' .. d, 1, A[x]); x = x + 1
    elseif op == 'i' then
      add(moved, A[x], d); add(into, A[x + 1], A[x + 2], d); x = x + 3
    elseif byte(op) <= 57 then
      local pair = pairs_at + 2 * (byte(op) - 48)
      add(moved, A[pair], d); add(into, A[pair + 1], A[x], d); x = x + 1
    elseif op == 'e' then
      gone[#gone + 1] = d; ends[#ends + 1] = d .. A[x]; x = x + 1
      told[#told + 1] = d
    elseif op == 'k' then
      call('SET', R .. 'c:' .. d, A[x]); x = x + 1
    elseif op == 'c' then
      local n = tonumber(A[x])
      each('HDEL', R .. 'i:' .. d, A, x + 1, x + n)
      if call('EXISTS', R .. 'i:' .. d) == 0 then call('SREM', R .. 'mbox', d) end
      x = x + 1 + n
    elseif op == 'o' then
      local n = tonumber(A[x])
      for i = 1, n do call('HSETNX', R .. 't:' .. d, A[x + i], '1') end
      call('HSET', R .. 't:' .. d, OWNER, session)
      x = x + 1 + n
    elseif op == 'x' then
      local n = tonumber(A[x])
      for i = 1, n do
        if call('HEXISTS', R .. 't:' .. d, A[x + i]) == 1 then call('HSET', R .. 't:' .. d, A[x + i], '0') end
      end
      x = x + 1 + n
    elseif op == 'l' then
      local id = A[x]
      local key = R .. 'd:' .. id
      if call('EXISTS', key) == 0 then
        call('HSET', key, 's', '0', 'n', '0', 't', A[x + 1], 'e', A[x + 2], 'b', A[x + 3])
        if A[x + 4] == '1' then call('HSET', key, 'x', A[x + 5]) end
        -- In the order of the tick's commits, whatever the partition: its clock stands still for them.
        local number = whole(numbers(R, 1, began + tonumber(A[x + 6])))
        call('ZADD', R .. 'ds:0', number, id)
        call('ZADD', R .. 'l:' .. d, number, id)
      end
      x = x + 7
    elseif op == 'p' then
      rests(R, d, A[x], ''); x = x + 1
      told[#told + 1] = d
    elseif op == 'z' then
      rests(R, d, A[x], A[x + 1]); x = x + 2
    elseif op == 'a' then
      answer(A[x], A[x + 1], A[x + 2], A[x + 3], '1'); x = x + 4
    elseif op == 'm' then
      send(A[x], A[x + 1], A[x + 3], '05'); x = x + 4
    elseif op == 'q' then
      call('RPUSH', R .. 'out', call('INCR', R .. 'outs') .. A[x]); x = x + 1
    end
  end
end

-- What digits come to that are all '0'.
local ZERO3 = 48 * (64 ^ 2 + 64 + 1)
local ZERO5 = 48 * (64 ^ 4 + 64 ^ 3) + ZERO3

local function three(text, i)
  local a, b, c = byte(text, i, i + 2)
  return (a * 64 + b) * 64 + c - ZERO3
end

local function five(text, i)
  local a, b, c, d, e = byte(text, i, i + 4)
  return (((a * 64 + b) * 64 + c) * 64 + d) * 64 + e - ZERO5
end

local function commit(R, d, heads, head, refused)
  local expected, facts, count = five(heads, head), three(heads, head + 5), three(heads, head + 8)
  local first = at
  at = at + facts + count
  if refused then return false end
  local key = R .. 'e:' .. d
  local length
  if facts == 1 then length = call('RPUSH', key, ARGV[first])
  elseif facts > 0 then length = each('RPUSH', key, ARGV, first, first + facts - 1)
  else length = call('LLEN', key) end
  if length ~= expected + HEAD + facts then
    if facts > 0 then call('LTRIM', key, 0, -1 - facts) end
    call('SREM', R .. 'w:' .. session, d)
    let_go(R, d, true)
    return false
  end
  if count > 0 then operate(R, d, ARGV[first + facts], first + facts + 1) end
  return true
end

local function commits(R)
  local count = tonumber(ARGV[at])
  at = at + 1
  local refused = {}
  if count == 0 then return refused end
  gone, ends, moved, into, told = {}, {}, {}, {}, {}
  local first = at
  at = first + count + 1
  local heads = ARGV[at - 1]
  pairs_at = at + five(heads, 1)
  for piece = first, first + count - 1, MOST do
    local last = min(first + count - 1, piece + MOST - 1)
    local own = call('SMISMEMBER', R .. 'w:' .. session, unpack(ARGV, piece, last))
    for i = piece, last do
      local head = (i - first) * 11 + 7
      if not commit(R, ARGV[i], heads, head, own[i - piece + 1] == 0) then refused[#refused + 1] = ARGV[i] end
    end
  end
  at = pairs_at + 2 * (byte(heads, 6) - 48)
  if #gone > 0 then
    each('SREM', R .. 'w:' .. session, gone, 1, #gone)
    each('RPUSH', R .. 'done', ends, 1, #ends)
    if call('EXISTS', R .. 'mbox') == 1 then
      for _, d in ipairs(gone) do
        if call('SREM', R .. 'mbox', d) == 1 then call('DEL', R .. 'i:' .. d) end
      end
    end
  end
  if #told > 0 then call('PUBLISH', R .. 'ends', table.concat(told)) end
  for key, list in pairs(moved) do each('ZREM', R .. key, list, 1, #list) end
  for key, list in pairs(into) do each('ZADD', R .. key, list, 1, #list) end
  return refused
end

-- Wakes what is due, and answers when the first of the others is.
local function timers(R)
  local first
  for _, plan in ipairs(plans) do
    local key = R .. 'z:' .. plan
    local head = call('ZRANGE', key, 0, 0, 'WITHSCORES')
    if head[2] and tonumber(head[2]) <= now then
      local due = call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, 256)
      call('ZREM', key, unpack(due))
      ready(R, 'r:', plan, due)
      head = call('ZRANGE', key, 0, 0, 'WITHSCORES')
    end
    local at = tonumber(head[2] or 'inf')
    if at < math.huge and (not first or at < first) then first = at end
  end
  return first and whole(first) or ''
end

-- Roots with messages that are left to be handed over.
local untold = {}

local function messages(R)
  local found, list = {}, R .. 'm:' .. session
  for _ = 1, 512 do
    local entry = call('LPOP', list)
    if not entry then return found end
    local d, id = sub(entry, 1, 14), sub(entry, 15)
    local body = call('SISMEMBER', R .. 'w:' .. session, d) == 1 and call('HGET', R .. 'i:' .. d, id)
    if body then
      local n = #found
      found[n + 1], found[n + 2], found[n + 3] = d, id, body
      budget = budget - #body
      if budget <= 0 then break end
    end
  end
  untold[R] = call('EXISTS', list) == 1
  return found
end

-- An execution's messages, the oldest first, as far as the budget goes; the others are handed over afterwards.
local function inbox(R, d)
  local key = R .. 'i:' .. d
  local ids, found = call('HKEYS', key), {}
  table.sort(ids, function(a, b) return tonumber(a) < tonumber(b) end)
  for i, id in ipairs(ids) do
    if i > 1 and budget <= 0 then
      local entries = {}
      for j = i, #ids do entries[#entries + 1] = d .. ids[j] end
      each('RPUSH', R .. 'm:' .. session, entries, 1, #entries)
      untold[R] = true
      break
    end
    local body = call('HGET', key, id)
    budget = budget - #body
    found[#found + 1] = id
    found[#found + 1] = body
  end
  return found
end

local function load(R, d, fresh)
  local key = R .. 'e:' .. d
  local head = call('LRANGE', key, 0, 3)
  if #head == 0 then return nil end
  local checkpoint = false
  if not fresh then
    local length = tonumber(string.match(head[2], '^%d,%d+,%d+,(%-?%d+)'))
    if length >= 0 then checkpoint = call('GET', R .. 'c:' .. d) else length = 0 end
    for _, fact in ipairs(call('LRANGE', key, HEAD + length, -1)) do head[#head + 1] = fact end
  end
  for i = 1, #head do budget = budget - #head[i] end
  if checkpoint then budget = budget - #checkpoint end
  local number = call('ZSCORE', R .. listing(head[1], sub(head[2], 1, 1)), d)
  return { d, head, checkpoint, {}, number or '0' }
end

local function reserve(R, list, reserved)
  while want > 0 and budget > 0 do
    local asked = min(want, 64)
    local entries = call('LPOP', list, asked)
    if not entries then return end
    local routes = {}
    for i = 1, #entries do routes[i] = sub(entries[i], 1, 14) end
    local mail = call('SMISMEMBER', R .. 'mbox', unpack(routes))
    local owned = {}
    for i = 1, #entries do
      if budget <= 0 then
        for j = #entries, i, -1 do call('LPUSH', list, entries[j]) end
        break
      end
      local d, of = routes[i], sub(entries[i], 15)
      local one
      if of ~= '' and of == tag and mail[i] == 0 then one = d else one = load(R, d, of ~= '') end
      if one then
        if mail[i] == 1 then one[4] = inbox(R, d) end
        reserved[#reserved + 1] = one
        owned[#owned + 1] = d
        want = want - 1
      end
    end
    if #owned > 0 then call('SADD', R .. 'w:' .. session, unpack(owned)) end
    if #entries < asked then return end
  end
end

local result = { real }
for k = 1, #KEYS do
  if byte(joins, k) == 49 then call('ZADD', KEYS[k] .. 's', real + tonumber(ARGV[2]), session) end
  result[k + 1] = { commits(KEYS[k]) }
end
local reaped = {}
for k = 1, #KEYS do
  local of = result[k + 1]
  reaped[k] = reap(KEYS[k], real)
  of[6] = timers(KEYS[k])
  of[2] = messages(KEYS[k])
  of[3], of[4], of[5] = {}, {}, 0
end
for place, kind in ipairs({ 'o:', 'r:' }) do
  for k = 1, #KEYS do
    for _, plan in ipairs(plans) do reserve(KEYS[k], KEYS[k] .. kind .. plan, result[k + 1][2 + place]) end
  end
end
for k = 1, #KEYS do
  local lists = {}
  for _, plan in ipairs(plans) do
    lists[#lists + 1] = KEYS[k] .. 'r:' .. plan
    lists[#lists + 1] = KEYS[k] .. 'o:' .. plan
  end
  local more = 0
  if reaped[k] then more = 1
  elseif #lists > 0 and (want <= 0 or budget <= 0) then more = call('EXISTS', unpack(lists)) end
  result[k + 1][7] = untold[KEYS[k]] and 1 or 0
  result[k + 1][5] = more == 0 and 0 or want > 0 and budget <= 0 and 2 or 1
end
return result
