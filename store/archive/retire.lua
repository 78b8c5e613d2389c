#!lua flags=allow-oom
-- retire: an archived incident leaves Redis, if it still is as it was archived: closed, nobody left to be told, no word added.
-- KEYS  1 states (hash)  2 deadlines (zset)  3 closed (zset)  4 log (stream)  5 side (hash)  6 hops (hash)
-- ARGV  1 incident  2 its state as archived (JSON)
-- Reply 'ok' | 'changed' | 'gone' (another took it away)
local states, deadlines, closed, log, side, hops = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local incident, archived = ARGV[1], ARGV[2]
local stored = redis.call('HGET', states, incident)
if not stored and not redis.call('ZSCORE', closed, incident) then
  return 'gone'
end
if stored ~= archived or redis.call('ZSCORE', deadlines, incident) then
  return 'changed'
end
redis.call('HDEL', states, incident)
redis.call('ZREM', closed, incident)
redis.call('DEL', log, side, hops)
return 'ok'
