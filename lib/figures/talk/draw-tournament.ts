/** A tournament as a picture. Deck, "Search algorithm: Tournament selection"; paper, section 3.3. */
import { drawingFigure } from "../architectures/paint-drawing.js";
import type { Shape } from "../architectures/drawing.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { arrow, fromStep, stepControls, talkType, words } from "./talk-parts.js";

/** The steps of {@link drawTournament}. */
export const tournamentSteps = 4;

const COLUMNS = 10;
const ROWS = 6;
const GAP = 27;
const RADIUS = 8.5;

/** Which of the population the tournament drew, and the fittest of them. */
const DRAWN: readonly number[] = [7, 22, 41];
const FITTEST = 22;

/**
 * A tournament in four steps: a population, a random 5 % of it, the fittest of these as the parent, its mutated copy,
 * which joins the population. Its signal `step` counts from 0. Deck, "Search algorithm: Tournament selection".
 */
export function drawTournament(): Figure {
  const at = (index: number): { readonly x: number; readonly y: number } => ({
    x: RADIUS + (index % COLUMNS) * GAP,
    y: 46 + Math.floor(index / COLUMNS) * GAP,
  });
  const population = Array.from({ length: COLUMNS * ROWS }, (_, index): Shape => {
    const { x, y } = at(index);
    // Darker is fitter; the ranks are mixed so that no pattern shows.
    const rank = index === FITTEST ? 0.86 : ((index * 37) % 60) / 75;
    return dot(x, y, shade(rank), meanings.quietText, 1);
  });
  const ring = (index: number): Shape => {
    const { x, y } = at(index);
    return dot(x, y, undefined, meanings.best, 2.6, RADIUS + 4);
  };
  const width = COLUMNS * GAP;
  const right = width + 150;
  const middle = 46 + ((ROWS - 1) * GAP) / 2;
  const drawn = DRAWN.map((index, at) => ({ index, x: right, y: middle + (at - 1) * 44 }));
  const parent = drawn[1];
  const child = { x: right + 330, y: middle };
  const shapes: Shape[] = [
    words(0, 8, "Population: it only grows", { size: talkType.head, bold: true }),
    words(0, 26, "darker is fitter", { size: talkType.small, colour: meanings.quietText }),
    ...population,
    ...fromStep(
      [
        ...DRAWN.map(ring),
        ...arrow({ x: width + 8, y: middle }, { x: right - 26, y: middle }),
        words(width + 66, middle - 30, "1. draw 5 %", { align: "center", bold: true }),
        words(width + 66, middle - 12, "at random", { align: "center", size: talkType.small }),
        ...drawn.map(({ index, x, y }) =>
          dot(x, y, shade(index === FITTEST ? 0.86 : 0.3), meanings.quietText, 1.2, 13),
        ),
      ],
      1,
    ),
    ...fromStep(
      [
        dot(parent.x, parent.y, undefined, meanings.best, 3, 18),
        words(parent.x + 30, parent.y - 11, "2. the fittest", { bold: true }),
        words(parent.x + 30, parent.y + 8, "is the parent", { size: talkType.small }),
      ],
      2,
    ),
    ...fromStep(
      [
        ...arrow({ x: parent.x + 146, y: middle }, { x: child.x - 24, y: middle }),
        words((parent.x + 146 + child.x - 24) / 2, middle - 30, "3. mutate", { align: "center", bold: true }),
        words((parent.x + 146 + child.x - 24) / 2, middle - 12, "one edge", { align: "center", size: talkType.small }),
        dot(child.x, child.y, meanings.best, meanings.text, 2, 14),
        words(child.x, child.y + 32, "child", { align: "center" }),
      ],
      3,
    ),
    ...fromStep(
      [
        ...path(
          `M${child.x},${child.y + 46}C${child.x},${child.y + 128} ${width / 2},${child.y + 128} ${width / 2},${56 + ROWS * GAP}`,
        ),
        ...arrow({ x: width / 2, y: 60 + ROWS * GAP }, { x: width / 2, y: 46 + ROWS * GAP - 8 }),
        words(right + 60, child.y + 84, "4. train it, score it, keep it", { align: "center", bold: true }),
      ],
      4,
    ),
  ];
  const height = middle + 140;
  return drawingFigure(
    "Tournament selection",
    "A random 5 % of the population is drawn, its fittest is the parent, a mutated copy is trained and joins the population.",
    { width: child.x + 40, height, shapes, controls: stepControls(tournamentSteps) },
  );
}

function dot(
  x: number,
  y: number,
  fill: string | undefined,
  stroke: string,
  strokeWidth: number,
  radius = RADIUS,
): Shape {
  return {
    ...{ kind: "box", x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, radius },
    ...{ ...(fill === undefined ? {} : { fill }), stroke, strokeWidth },
  };
}

function path(text: string): readonly Shape[] {
  return [{ kind: "line", x: 0, y: 0, path: text, stroke: meanings.quietText, strokeWidth: 2 }];
}

/** White at 0, the blue of evolution at 1. */
function shade(share: number): string {
  const parts = [1, 3, 5].map((start) => {
    const value = parseInt(meanings.evolution.slice(start, start + 2), 16);
    return Math.round(255 - share * (255 - value))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
