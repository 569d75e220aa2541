#!lua flags=no-writes
-- What an execution's record is read from.
-- KEYS  the root of its partition
-- ARGV  route
-- Returns what `head_of` answers: nothing where there is no such execution.
return head_of(KEYS[1] .. 'e:' .. ARGV[1])
