-- KEYS: the lock, the token counter of its bucket. ARGV: the owner id, the time to live in ms.
-- Answers the fencing token, or nothing when the lock is held.
if not redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return false
end
-- Redis' own time in microseconds, so that a counter whose data were lost does not take tokens back. What is no number
-- counts as none: an error here would leave a lease behind that nobody was told of.
local time = redis.call('time')
local last = tonumber(redis.pcall('get', KEYS[2])) or 0
local token = math.max(last + 1, time[1] * 1000000 + time[2])
redis.call('set', KEYS[2], string.format('%.0f', token))
return token
