#!lua flags=allow-oom
-- Notes what became of an open dead letter.
-- KEYS  the root of its partition
-- ARGV  id, status (0 OPEN, 1 RETRIED, 2 DROPPED), time, '1' where a note follows, note
-- Returns 1 where it was open, else 0.
local R, id, status = KEYS[1], ARGV[1], ARGV[2]
local key = R .. 'd:' .. id
if call('HGET', key, 's') ~= '0' then return 0 end
call('HSET', key, 's', status, 'c', ARGV[3])
if status ~= '2' then call('HINCRBY', key, 'n', 1) end
if ARGV[4] == '1' then call('HSET', key, 'o', ARGV[5]) else call('HDEL', key, 'o') end
if status ~= '0' then
  local number = call('ZSCORE', R .. 'ds:0', id)
  call('ZREM', R .. 'ds:0', id)
  call('ZADD', R .. 'ds:' .. status, number, id)
end
return 1
