#!lua flags=allow-oom
-- Delivers what a commit of another partition sent; once, however often it is asked for.
-- KEYS  the root of the partition that it is for
-- ARGV  source partition, its number there (they rise), then as of message.lua
-- Returns 1 where it was delivered, or nobody wanted it; 0 where that had been done before.
local R = KEYS[1]
if tonumber(call('HGET', R .. 'seen', ARGV[1]) or '0') >= tonumber(ARGV[2]) then return 0 end
call('HSET', R .. 'seen', ARGV[1], ARGV[2])
if ARGV[3] == 'send' then send(R, ARGV[4], ARGV[5], ARGV[6]) else answer(R, ARGV[4], ARGV[5], ARGV[6], '1') end
return 1
