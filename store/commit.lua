#!lua flags=allow-oom
-- commit: make one decision durable, or do nothing. Everything is checked before the first write, because a failing
-- script keeps what it wrote. allow-oom: past maxmemory the intake refuses presses, but open incidents go on being worked.
-- KEYS  1 sequence (hash)  2 states (hash)  3 deadlines (zset)  4 closed (zset)  5 feed (stream)  6 intake (stream)
--       7 numbers (hash)  8 results, newest bucket (hash)  9 results, the bucket before (hash)  10 log (stream)  11 side (hash)
--       12… inboxes (hash) and device states (string), in the order of ARGV 18 and 19
-- ARGV  1 number decided on  2 nonce  3 number after  4 intake entry ('' when a deadline fired)  5 input key ('' = none)
--       6 result (JSON)  7 results' lifetime (s)  8 incident ('' = none)  9 last event before this decision
--       10 state (JSON)  11 deadline (ms, '' = leaves the set)  12 closed at (ms, '' = not closed)
--       13 district ('' = number unchanged)  14 incident number  15 events (JSON array of strings)
--       16 side records (JSON object of strings)  17 follow-up inputs (JSON array of strings)
--       18 inbox changes (JSON array: [field, message or false])  19 device states (JSON array: [message, lifetime ms])
--       20 feed entry (JSON)
-- Reply {'ok', number after} | {'moved', number found} | {'seen', result}
-- Error WRONGKIND, LOGGAP or NOTPOSITIVE: this decision is at fault (commit.ts); any other: the store is
local sequence, states, deadlines, closed, feed, intake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local numbers, newest, older, log, side = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11]
local before, nonce, after, entry, inputKey, result, lifetime = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local incident, lastSeq, state, deadline, closedAt = ARGV[8], tonumber(ARGV[9]), ARGV[10], ARGV[11], ARGV[12]
local district, number, feedEntry = ARGV[13], ARGV[14], ARGV[20]
local events, sides, followUps = cjson.decode(ARGV[15]), cjson.decode(ARGV[16]), cjson.decode(ARGV[17])
local inboxes, deviceStates = cjson.decode(ARGV[18]), cjson.decode(ARGV[19])

-- Edges are seconds behind at most, and who is further behind reads everything again: a surge of 12,000 presses fits.
local feedKept = 40000
-- Orders are kept beside an incident, refused ones too: a program gone mad must not fill the memory with them.
local ordersKept = 2000

-- Checks. Nothing above or in this block writes.
local stands = redis.call('HMGET', sequence, 'n', 'nonce')
if stands[1] ~= before or stands[2] ~= nonce then
  return {'moved', stands[1] or ''}
end
if inputKey ~= '' then
  local known = redis.call('HGET', newest, inputKey) or redis.call('HGET', older, inputKey)
  if known then
    return {'seen', known}
  end
end
local shardWide = {
  [states] = 'hash', [deadlines] = 'zset', [closed] = 'zset', [feed] = 'stream', [intake] = 'stream',
  [numbers] = 'hash', [newest] = 'hash',
}
local expected = {[log] = 'stream', [side] = 'hash'}
for i = 1, #inboxes do
  expected[KEYS[11 + i]] = 'hash'
end
for i = 1, #deviceStates do
  expected[KEYS[11 + #inboxes + i]] = 'string'
end
-- A damaged key of the whole shard says nothing about this decision: it gets another word.
for word, kinds in pairs({SHARDKIND = shardWide, WRONGKIND = expected}) do
  for key, kind in pairs(kinds) do
    local found = redis.call('TYPE', key)['ok']
    if found ~= 'none' and found ~= kind then
      return redis.error_reply(word .. ' ' .. key .. ' is ' .. found .. ', not ' .. kind)
    end
  end
end
if incident ~= '' then
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  local lastNumber = 0
  if last[1] then
    lastNumber = tonumber(string.match(last[1][1], '^(%d+)-'))
  end
  if lastNumber ~= lastSeq then
    return redis.error_reply('LOGGAP ' .. log .. ' stands at ' .. lastNumber .. ', not ' .. lastSeq)
  end
end
local lastFed = redis.call('XREVRANGE', feed, '+', '-', 'COUNT', 1)
if lastFed[1] and tonumber(string.match(lastFed[1][1], '^(%d+)-')) >= tonumber(after) then
  return redis.error_reply('FEEDAHEAD ' .. feed .. ' stands at ' .. lastFed[1][1] .. ', not before ' .. after)
end
local numbersGiven = {lifetime, after}
if deadline ~= '' then
  numbersGiven[#numbersGiven + 1] = deadline
end
if closedAt ~= '' then
  numbersGiven[#numbersGiven + 1] = closedAt
end
for i = 1, #deviceStates do
  numbersGiven[#numbersGiven + 1] = deviceStates[i][2]
end
for i = 1, #numbersGiven do
  local given = tonumber(numbersGiven[i])
  if not given or given <= 0 or given ~= math.floor(given) then
    return redis.error_reply('NOTPOSITIVE ' .. tostring(numbersGiven[i]))
  end
end
-- A user who may not write one of these would leave half a decision behind.
local writes = {
  {'XADD', log, '1-0', 'event', ''}, {'HSET', states, '', ''}, {'ZADD', deadlines, '1', ''}, {'ZREM', deadlines, ''},
  {'ZADD', closed, '1', ''}, {'ZREM', closed, ''}, {'HSET', side, '', ''}, {'HSET', numbers, '', ''},
  {'HSET', newest, '', ''}, {'EXPIRE', newest, '1'}, {'HSET', sequence, '', ''}, {'XADD', intake, '*', 'input', ''},
  {'XDEL', intake, '1-0'}, {'XADD', feed, 'MAXLEN', '~', '1', '1-0', 'entry', ''},
}
for i = 1, #inboxes do
  writes[#writes + 1] = {'HSET', KEYS[11 + i], '', ''}
  writes[#writes + 1] = {'HDEL', KEYS[11 + i], ''}
end
for i = 1, #deviceStates do
  writes[#writes + 1] = {'SET', KEYS[11 + #inboxes + i], '', 'PX', '1'}
end
for i = 1, #writes do
  if not redis.acl_check_cmd(unpack(writes[i])) then
    return redis.error_reply('NOTALLOWED ' .. writes[i][1] .. ' ' .. writes[i][2])
  end
end

-- Writes.
if incident ~= '' then
  for i = 1, #events do
    redis.call('XADD', log, (lastSeq + i) .. '-0', 'event', events[i])
  end
  redis.call('HSET', states, incident, state)
  if deadline == '' then
    redis.call('ZREM', deadlines, incident)
  else
    redis.call('ZADD', deadlines, deadline, incident)
  end
  if closedAt == '' then
    redis.call('ZREM', closed, incident)
  else
    redis.call('ZADD', closed, closedAt, incident)
  end
  local beside = redis.call('HLEN', side)
  for field, text in pairs(sides) do
    if beside < ordersKept or string.sub(field, 1, 6) ~= 'order/' then
      redis.call('HSET', side, field, text)
    end
  end
  if district ~= '' then
    redis.call('HSET', numbers, district, number)
  end
end
for i = 1, #inboxes do
  local field, message = inboxes[i][1], inboxes[i][2]
  if message then
    redis.call('HSET', KEYS[11 + i], field, message)
  else
    redis.call('HDEL', KEYS[11 + i], field)
  end
end
for i = 1, #deviceStates do
  redis.call('SET', KEYS[11 + #inboxes + i], deviceStates[i][1], 'PX', deviceStates[i][2])
end
for i = 1, #followUps do
  redis.call('XADD', intake, '*', 'input', followUps[i])
end
if inputKey ~= '' then
  redis.call('HSET', newest, inputKey, result)
  redis.call('EXPIRE', newest, lifetime)
end
if entry ~= '' then
  redis.call('HSET', sequence, 'n', after, 'cursor', entry)
  redis.call('XDEL', intake, entry)
else
  redis.call('HSET', sequence, 'n', after)
end
redis.call('XADD', feed, 'MAXLEN', '~', feedKept, after .. '-0', 'entry', feedEntry)
return {'ok', after}
