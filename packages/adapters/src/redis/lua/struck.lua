#!lua flags=allow-oom
-- Strikes what was relayed off an outbox.
-- KEYS  the root of the partition that it was sent from
-- ARGV  the highest number that was relayed
-- Returns how many entries are left. Bounds: 64 entries.
local key = KEYS[1] .. 'out'
for _ = 1, 64 do
  local entry = call('LINDEX', key, 0)
  if not entry or tonumber(string.match(entry, '^%d+')) > tonumber(ARGV[1]) then break end
  call('LPOP', key)
end
return call('LLEN', key)
