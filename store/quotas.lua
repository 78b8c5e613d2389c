#!lua flags=allow-oom
-- quotas: note one more that is sent, or do nothing. Every window of every key is checked before the first write. allow-oom: an offer
-- goes out while the store is past its limit.
-- KEYS  1… what was sent so far (zset, ms): with a credential, to a person with it
-- ARGV  1 name of what is sent, used once  2 windows (JSON array of arrays, in the order of KEYS: [atMost, perMs, from, fromMs]; `from`: this window counts
--       only once so many stand in the last fromMs)
-- Reply {'sent'} | {'full', ms until there is room}
local name, windows = ARGV[1], cjson.decode(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local wait = 0
for i = 1, #KEYS do
  for j = 1, #windows[i] do
    local at_most, per, from, from_ms = unpack(windows[i][j])
    local counts = from == 0 or redis.call('ZCOUNT', KEYS[i], '(' .. (now - from_ms), '+inf') >= from
    if counts and redis.call('ZCOUNT', KEYS[i], '(' .. (now - per), '+inf') >= at_most then
      local oldest = redis.call('ZREVRANGE', KEYS[i], at_most - 1, at_most - 1, 'WITHSCORES')
      wait = math.max(wait, tonumber(oldest[2]) + per - now)
    end
  end
end
if wait > 0 then
  return {'full', wait}
end

-- Writes.
for i = 1, #KEYS do
  local longest = 0
  for j = 1, #windows[i] do
    longest = math.max(longest, windows[i][j][2], windows[i][j][4])
  end
  redis.call('ZADD', KEYS[i], now, name)
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now - longest)
  redis.call('PEXPIRE', KEYS[i], longest)
end
return {'sent'}
