#!lua flags=allow-oom
-- audit: append entries to the chain, or do nothing. The caller has hashed them onto the head that it knew; if the chain has
-- moved on since, it hashes anew. allow-oom: what cannot be written down is not shown, and an officer must see.
-- KEYS  1 audit (stream)  2 head (hash: n, hash)  3 asides (hash)
-- ARGV  1 number of the head hashed onto ('0' = none yet)  2 its hash ('' = none yet)
--       3 entries (JSON array: [number, text, hash, aside])
-- Reply {'ok', number} | {'moved', number, hash}
local audit, head, asides = KEYS[1], KEYS[2], KEYS[3]
local before, hash, entries = ARGV[1], ARGV[2], cjson.decode(ARGV[3])

-- Checks. Nothing above or in this block writes.
local stands = redis.call('HMGET', head, 'n', 'hash')
local number, last = stands[1] or '0', stands[2] or ''
if number ~= before or last ~= hash then
  return {'moved', number, last}
end
for key, kind in pairs({[audit] = 'stream', [head] = 'hash', [asides] = 'hash'}) do
  local found = redis.call('TYPE', key)['ok']
  if found ~= 'none' and found ~= kind then
    return redis.error_reply('WRONGKIND ' .. key .. ' is ' .. found .. ', not ' .. kind)
  end
end
-- A user who may not write one of these would leave half an entry behind.
local writes = {{'XADD', audit, '*', 'record', ''}, {'HSET', head, '', ''}, {'HSET', asides, '', ''}}
for i = 1, #writes do
  if not redis.acl_check_cmd(unpack(writes[i])) then
    return redis.error_reply('NOTALLOWED ' .. writes[i][1] .. ' ' .. writes[i][2])
  end
end

-- Writes.
for i = 1, #entries do
  local n, text, own, aside = entries[i][1], entries[i][2], entries[i][3], entries[i][4]
  redis.call('XADD', audit, '*', 'record', text, 'hash', own)
  redis.call('HSET', asides, n, aside)
  number, last = n, own
end
redis.call('HSET', head, 'n', number, 'hash', last)
return {'ok', number}
