/** The controls of a replay: its slider, the pointer in its chart, and time. */
import { replaySizes } from "./replay-chart.js";

/** The signals of the slider, which can also be dragged in the chart, and of automatic play. */
export function replaySignals(last: number): readonly object[] {
  const toPointer = `clamp(round(invert('x', x() - ${replaySizes.left})), 1, ${last})`;
  const names = ["plot", "points", "crosses", "handle"];
  const tickMillis = Math.round(Math.min(Math.max(PLAY_MILLIS / last, LEAST_TICK_MILLIS), MOST_TICK_MILLIS));
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
        { events: `timer{${tickMillis}}`, update: `play ? min(step + 1, ${last}) : step` },
      ],
    },
    { name: "play", value: false, bind: { input: "checkbox", name: "play " } },
  ];
}

/** Every step is shown, a whole evolution in half a minute; a short one more slowly, one of thousands as fast as drawn. */
const [PLAY_MILLIS, LEAST_TICK_MILLIS, MOST_TICK_MILLIS] = [30_000, 25, 200];
