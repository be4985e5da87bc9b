/** The number of busy workers over time, for very many workers or evaluations. */
import { meanings, sizes } from "../output/theme.js";

/** Settings of a view of the workers. */
export interface ViewConfig {
  readonly x: object;
  readonly seconds: number;
  readonly height: number | undefined;
}

/** A view of the workers. */
export interface View {
  readonly height: number;
  readonly layer: readonly object[];
}

/** An area chart of the number of busy workers, by time slot. */
export function workersBusy(
  rows: readonly { readonly startSeconds: number; readonly endSeconds: number }[],
  workerCount: number,
  config: ViewConfig & { readonly start: number; readonly end: number },
): View {
  const { start, end, seconds } = config;
  const slots = 200;
  const slot = (end - start) / slots || 1;
  const busy = new Array<number>(slots).fill(0);
  for (const { startSeconds, endSeconds } of rows) {
    const [first, last] = [startSeconds, endSeconds].map((at) =>
      Math.min(slots - 1, Math.max(0, Math.floor((at - start) / slot))),
    );
    for (let place = first; place <= last; place++) {
      const from = Math.max(startSeconds, start + place * slot);
      const to = Math.min(endSeconds, start + (place + 1) * slot);
      busy[place] += Math.max(0, to - from);
    }
  }
  const values = [...busy, busy[slots - 1]].map((sum, place) => ({
    at: (start + place * slot) / seconds,
    workers: sum / slot,
  }));
  return {
    height: config.height ?? sizes.chartHeight / 2,
    layer: [
      {
        data: { values },
        mark: { type: "area", interpolate: "step-after", color: meanings.evolution },
        encoding: {
          x: { field: "at", ...config.x },
          y: { field: "workers", type: "quantitative", title: "workers busy", scale: { domain: [0, workerCount] } },
        },
      },
    ],
  };
}
