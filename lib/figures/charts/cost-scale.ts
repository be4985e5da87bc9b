/** Axes for the costs of networks: parameters and multiply-adds. */
import { extent } from "./chart-parts.js";

/** An axis for counts of parameters or operations: `80k`, and `0` rather than `0k`. */
export const countAxis: object = Object.freeze({
  format: ".3~s",
  tickCount: 5,
  labelExpr: "datum.value === 0 ? '0' : datum.label",
});

/** A logarithmic scale and axis for `costs`, all above 0: ticks at 1, 2 and 5 times every power of ten. */
export function costScale(costs: readonly number[]): { readonly scale: object; readonly axis: object } {
  const [low, high] = extent(costs);
  const powers = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const values = Array.from({ length: powers[1] - powers[0] + 1 }, (_, place) => 10 ** (powers[0] + place));
  const ticks = values.flatMap((value) => [value, 2 * value, 5 * value]);
  // A single cost gives no scale without an explicit domain.
  const domain = low === high ? { domain: [low / 3, low * 3] } : { padding: 12 };
  return {
    scale: { type: "log", nice: false, ...domain },
    axis: { format: "~s", values: ticks.filter((value) => low / 3 <= value && value <= 3 * high), grid: false },
  };
}
