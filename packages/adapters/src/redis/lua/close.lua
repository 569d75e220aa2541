#!lua flags=allow-oom
-- Ends a session, a piece at a time: call it until it answers 0.
-- KEYS  the root of a partition
-- ARGV  session
-- Returns 1 where it owns more. From the first call on the session has ended: should nobody call again, it is taken for
-- one that died. Bounds: 500 executions.
local R, session = KEYS[1], ARGV[1]
local ends = tonumber(call('ZSCORE', R .. 's', session) or -1)
if ends < 0 then return 0 end
-- One whose lease had run out is left by a worker that stood still: whatever made it do so is counted.
local lost = ends > 0 and ends <= math.floor(micros() / 1000)
if not lost then call('ZADD', R .. 's', 0, session) end
local routes = call('SPOP', R .. 'w:' .. session, 500)
for _, d in ipairs(routes) do let_go(R, d, lost) end
if #routes == 500 then return 1 end
call('ZREM', R .. 's', session)
call('DEL', R .. 'm:' .. session)
return 0
