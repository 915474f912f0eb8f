-- Asks for every path of a list in turn, beginning anywhere.
local requests, at = {}, 0

function init()
    for path in io.lines("LIST") do
        requests[#requests + 1] = wrk.format("GET", path)
    end
    math.randomseed(os.time())
    at = math.random(#requests)
end

function request()
    at = at % #requests + 1
    return requests[at]
end
