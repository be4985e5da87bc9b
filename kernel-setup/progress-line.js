"use strict";
// One line that says what is being done and how long it still takes; on a terminal it is rewritten in place, elsewhere
// only the finished line is written (ours).

const QUIET_MILLIS = 2000;
const REDRAW_MILLIS = 500;

/**
 * Seconds as a person says them.
 * @param {number} seconds
 * @returns {string} `8 s`, `2 min 05 s`
 */
function sayDuration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * Begins a line.
 * @param {string} title
 * @param {() => number} secondsLeft an estimate of what is left; 0 or less where nothing is known
 * @param {NodeJS.WriteStream} [stream]
 * @returns {{ end: (line: string) => void, seconds: () => number }} `end` puts the finished line in its place, "" none
 */
function beginProgressLine(title, secondsLeft, stream = process.stderr) {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const draw = () => {
    if (Date.now() - began < QUIET_MILLIS) return;
    const left = secondsLeft();
    const time = left > 0.5 ? `${sayDuration(seconds())}, about ${sayDuration(left)} left` : sayDuration(seconds());
    stream.write(`\r${title} … ${time}\x1b[K`);
  };
  const timer = stream.isTTY ? setInterval(draw, REDRAW_MILLIS) : null;
  timer?.unref();
  return {
    seconds,
    end(line) {
      if (timer) {
        clearInterval(timer);
        stream.write("\r\x1b[K");
      }
      if (line) stream.write(line + "\n");
    },
  };
}

module.exports = { beginProgressLine, sayDuration };
