"use strict";
// A line with the current work and the time left. On a terminal it is rewritten in place; elsewhere only finished lines
// are written.

const QUIET_MILLIS = 2000;
const REDRAW_MILLIS = 500;

/**
 * A duration in readable form.
 * @param {number} seconds
 * @returns {string} `8 s`, `2 min 05 s`
 */
function sayDuration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * @typedef {object} ProgressLine
 * @property {() => number} seconds since the start
 * @property {(text: string) => void} say writes a line above it
 * @property {(text: string) => void} end replaces it by a finished line; "" for none
 */

/**
 * Starts a line.
 * @param {string | (() => string)} title
 * @param {(seconds: number) => number} secondsLeft estimates the seconds left from those so far; 0: unknown
 * @param {NodeJS.WriteStream} [stream]
 * @returns {ProgressLine}
 */
function beginProgressLine(title, secondsLeft, stream = process.stderr) {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const draw = () => {
    if (Date.now() - began < QUIET_MILLIS) return;
    const left = secondsLeft(seconds());
    const time = left > 0.5 ? `${sayDuration(seconds())}, about ${sayDuration(left)} left` : sayDuration(seconds());
    const text = `${typeof title === "string" ? title : title()} … ${time}`;
    stream.write(`\r${text.slice(0, (stream.columns || 80) - 1)}\x1b[K`);
  };
  const timer = stream.isTTY ? setInterval(draw, REDRAW_MILLIS) : null;
  timer?.unref();
  const say = (/** @type {string} */ text) => {
    if (timer) stream.write("\r\x1b[K");
    if (text) stream.write(text + "\n");
  };
  return {
    seconds,
    say,
    end(text) {
      if (timer) clearInterval(timer);
      say(text);
    },
  };
}

module.exports = { beginProgressLine, sayDuration };
