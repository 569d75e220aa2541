#!lua
-- Stores a plan: its text, its place among the others and its beginning, all at once.
-- KEYS  the root of the first partition
-- ARGV  id, its beginning, text
-- Returns the id that begins so; another one was stored before, and nothing was done then. What is there stays as it is.
-- Refused by Redis where memory is full.
local R, id, beginning = KEYS[1], ARGV[1], ARGV[2]
local first = call('HGET', R .. 'plan-beginnings', beginning)
if first and first ~= id then return first end
call('HSET', R .. 'plan-beginnings', beginning, id)
call('HSETNX', R .. 'plan-texts', id, ARGV[3])
if not call('LPOS', R .. 'plan-ids', id) then call('RPUSH', R .. 'plan-ids', id) end
return id
