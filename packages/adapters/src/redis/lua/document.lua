#!lua flags=allow-oom
-- Writes or removes a document, if its version is the one that is expected.
-- KEYS  the root of the first partition
-- ARGV  key, version ('0': it is not there), text (without one it is removed)
-- Returns the version that was written or removed, else 0.
local R, key = KEYS[1], ARGV[1]
local stored = call('HGET', R .. 'documents', key)
local version = stored and string.match(stored, '^%d+') or '0'
if version ~= ARGV[2] then return 0 end
if ARGV[3] == nil then
  if version == '0' then return 0 end
  call('HDEL', R .. 'documents', key)
  call('ZREM', R .. 'document-keys', key)
  return tonumber(version)
end
local written = call('INCR', R .. 'document-version')
call('HSET', R .. 'documents', key, written .. ',' .. ARGV[3])
call('ZADD', R .. 'document-keys', 0, key)
return written
