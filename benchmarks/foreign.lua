-- For wrk: sends requests that were made and signed before, in their order, each once, and ends
-- with the last answer. By itself wrk would begin anew, or stop before what is on its way is there.
-- Its arguments: the file of requests, each behind a line with the number of its bytes; what an
-- answer has to contain; the file to write what came of it to, as JSON.

-- wrk counts seconds until it looks whether it has ended, ten times a second: these are from the
-- first request to the last answer.
local ffi = require("ffi")
ffi.cdef("typedef struct { long s, ns; } moment; int clock_gettime(int, moment *);")
local now = ffi.new("moment")

local function seconds()
  ffi.C.clock_gettime(0, now)
  return tonumber(now.s) + tonumber(now.ns) / 1e9
end

local requests, begun, sent, answered = {}, 0, -1, 0
local thread

function setup(one)
  thread = one
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local line = file:read("*l")
  while line do
    requests[#requests + 1] = file:read(tonumber(line))
    line = file:read("*l")
  end
  file:close()
  wanted, told, refused = args[2], args[3], 0
end

function delay()
  begun = begun + 1
  return begun <= #requests and 0 or 3600000
end

-- wrk looks at what the first call gives, and does not send it.
function request()
  sent = sent + 1
  if sent == 1 then
    spent = seconds()
  end
  return requests[math.max(sent, 1)]
end

function response(status, _, body)
  answered = answered + 1
  if status ~= 200 or not body:find(wanted, 1, true) then
    refused = refused + 1
  end
  if answered == #requests then
    spent = seconds() - spent
    -- os.execute would have wrk ignore it, and one alone is lost at times.
    io.popen("while kill -INT $PPID; do sleep 0.01; done 2>/dev/null")
  end
end

function done(summary)
  local errors = summary.errors
  local file = assert(io.open(thread:get("told"), "w"))
  file:write(string.format(
    '{"answers": %d, "seconds": %f, "refused": %d, "failed": %d}',
    summary.requests, thread:get("spent"), thread:get("refused"),
    errors.connect + errors.read + errors.write + errors.timeout
  ))
  file:close()
end
