/** How many images are kept apart where nothing else is said. */

const SHARE = 1 / 5;

/** How many of `count` images become a split of their own: a fifth, at least one. */
export function countApart(count: number): number {
  return Math.max(1, Math.floor(count * SHARE));
}
