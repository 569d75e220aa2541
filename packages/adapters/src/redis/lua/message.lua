#!lua flags=allow-oom
-- Word from outside for one execution.
-- KEYS  the root of its partition
-- ARGV  'send', route, body, statuses that accept it   or   'answer', route, token, body, '1' where it is final
--       and what `went_back` reads
-- Returns what `send` and `answer` in common.lua do.
local gone_back = went_back()
if gone_back then return gone_back end
if ARGV[1] == 'send' then return send(KEYS[1], ARGV[2], ARGV[3], ARGV[4]) end
return answer(KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5])
