/** The controls of a replay: its slider, the pointer in its chart, and time. */
import { replaySizes } from "./replay-chart.js";

/** The signals of the slider, which can also be dragged in the chart, and of automatic play. */
export function replaySignals(last: number): readonly object[] {
  const toPointer = `clamp(round(invert('x', x() - ${replaySizes.left})), 1, ${last})`;
  const names = ["plot", "points", "crosses", "handle"];
  const stride = Math.ceil(last / MOST_TICKS);
  return [
    {
      name: "step",
      value: last,
      bind: { input: "range", min: 1, max: Math.max(2, last), step: 1, name: "step " },
      on: [
        { events: names.map((name) => `@${name}:mousedown`).join(", "), update: toPointer },
        {
          events: names.map((name) => `[@${name}:mousedown, window:mouseup] > window:mousemove`).join(", "),
          update: toPointer,
        },
        { events: { signal: "play" }, update: `play && step >= ${last} ? 1 : step` },
        { events: `timer{${TICK_MILLIS}}`, update: `play ? min(step + ${stride}, ${last}) : step` },
      ],
    },
    { name: "play", value: false, bind: { input: "checkbox", name: "play " } },
  ];
}

/** A whole evolution plays in at most half a minute. */
const [TICK_MILLIS, MOST_TICKS] = [120, 250];
