/** The controls of a replay: its axis, which is a slider, the arrow keys, and time. */
import { meanings } from "../output/theme.js";
import { replaySizes } from "./replay-chart.js";

/**
 * The signal `step`, which a press or a drag in the chart or on its axis sets, arrow keys move one at a time while the
 * pointer is over the figure, and `play`, a button, lets run.
 */
export function replaySignals(last: number): readonly object[] {
  const toPointer = `clamp(round(invert('x', x() - ${replaySizes.left})), 1, ${last})`;
  const names = ["plot", "points", "crosses", "handle", "track"];
  const tickMillis = Math.round(Math.min(Math.max(PLAY_MILLIS / last, LEAST_TICK_MILLIS), MOST_TICK_MILLIS));
  const keyed = (key: string): object => ({
    ...{ source: "window", type: "keydown", filter: `event.key === '${key}'` },
  });
  const click = (name: string): object => ({ type: "click", markname: name });
  const [back, on] = ["max(step - 1, 1)", `min(step + 1, ${last})`];
  return [
    {
      name: "near",
      value: false,
      on: [
        { events: "view:mouseover", update: "true" },
        { events: "view:mouseout", update: "false" },
      ],
    },
    {
      name: "play",
      value: false,
      on: [
        { events: "@play:click", update: "!play" },
        { events: names.map((name) => `@${name}:mousedown`).join(", "), update: "false" },
      ],
    },
    {
      name: "step",
      value: last,
      on: [
        { events: names.map((name) => `@${name}:mousedown`).join(", "), update: toPointer },
        {
          events: names.map((name) => `[@${name}:mousedown, window:mouseup] > window:mousemove`).join(", "),
          update: toPointer,
        },
        { events: click("back"), update: back },
        { events: click("on"), update: on },
        // A key is the figure's only while the pointer is over it.
        { events: keyed("ArrowLeft"), update: `near ? ${back} : step` },
        { events: keyed("ArrowRight"), update: `near ? ${on} : step` },
        { events: { signal: "play" }, update: `play && step >= ${last} ? 1 : step` },
        { events: `timer{${tickMillis}}`, update: `play ? ${on} : step` },
      ],
    },
  ];
}

/** Every step is shown, a whole evolution in half a minute; a short one more slowly, one of thousands as fast as drawn. */
const [PLAY_MILLIS, LEAST_TICK_MILLIS, MOST_TICK_MILLIS] = [30_000, 25, 200];

/** The buttons of a replay at the right end of a line; `y` is its middle. */
export function replayButtons(right: number, y: number): readonly object[] {
  const buttons = [
    { name: "back", x: right - 3 * PITCH, shape: "triangle-left" },
    { name: "play", x: right - 2 * PITCH, text: "play ? 'stop' : 'play'" },
    { name: "on", x: right - PITCH, shape: "triangle-right" },
  ];
  const ink = { value: meanings.text };
  return buttons.flatMap(({ name, x, shape, text }) => {
    const middle = { x: { value: x + (PITCH + GAP) / 2 }, y: { value: y } };
    const sign =
      shape === undefined
        ? {
            type: "text",
            encode: {
              enter: {
                ...{ ...middle, align: { value: "center" }, baseline: { value: "middle" } },
                ...{ fontSize: { value: 11 }, fill: ink },
              },
              update: { text: { signal: text } },
            },
          }
        : {
            type: "symbol",
            encode: { enter: { ...middle, shape: { value: shape }, size: { value: 70 }, fill: ink } },
          };
    return [
      {
        ...{ type: "rect", name },
        encode: {
          enter: {
            ...{ x: { value: x + GAP }, y: { value: y - 11 }, width: { value: PITCH - GAP }, height: { value: 22 } },
            ...{ cornerRadius: { value: 4 }, stroke: { value: "#999999" }, cursor: { value: "pointer" } },
          },
          update: { fill: { value: "#F4F4F4" } },
          hover: { fill: { value: "#E2E2E2" } },
        },
      },
      { ...sign, interactive: false },
    ];
  });
}

const [PITCH, GAP] = [48, 6];
