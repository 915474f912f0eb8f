-- Reports of a wrong board: every one new, every one from another address.
local number = 0
local run

function init()
    math.randomseed(os.time())
    run = os.time() .. "-" .. math.random(1000000)
end

function request()
    number = number + 1
    local address = "10." .. math.floor(number / 65536) % 256 .. "." .. math.floor(number / 256) % 256 .. "." .. number % 256
    local headers = {
        ["Content-Type"] = "application/json",
        ["Idempotency-Key"] = run .. "-" .. number,
        ["X-Forwarded-For"] = address,
    }
    return wrk.format("POST", "PATH", headers, '{"kind":"gone","note":""}')
end
