// Preloaded before a program. Its clock is ahead of real time by what a file says, in milliseconds,
// and it listens on this machine alone.
const { readFileSync } = require("node:fs");
const { Server } = require("node:net");

const real = Date.now;
Date.now = () => real() + Number(readFileSync(process.env.CLOCK_AHEAD, "utf8"));

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, _host, ...rest) {
  return listen.call(this, port, "127.0.0.1", ...rest);
};
