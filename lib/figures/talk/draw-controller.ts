/** The asynchronous controller with its memory, its queue and its workers, as a picture. Paper, section 3.3. */
import { checkCount } from "../../input/errors.js";
import type { Drawing, Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { fromStep, stepControls, talkType, words } from "./talk-parts.js";

/** The steps of {@link drawController}. */
export const controllerSteps = 4;

/**
 * The asynchronous search in four steps: the controller fills the queue Q with mutated genotypes whenever it is empty,
 * `workerCount` workers take from Q, train, and write into the memory M, from which the controller draws. Paper, section
 * 3.3. Throws InputError for more than 8 workers or none.
 */
export function drawController(workerCount = 4): Figure {
  checkCount("drawController: workers", workerCount, 1, MOST_WORKERS);
  const controller = node(0, 74, 170, 74, "Controller", "selects and mutates");
  const queue = node(300, 18, 150, 74, "Queue Q", "genotypes to train");
  const memory = node(300, 150, 150, 74, "Memory M", "genotype, fitness");
  const pitch = Math.min(54, 280 / workerCount);
  const workers = Array.from({ length: workerCount }, (_, index) =>
    node(
      590,
      121 - (pitch * workerCount) / 2 + index * pitch + 6,
      160,
      Math.min(42, pitch - 8),
      `Worker ${index + 1}`,
      "",
    ),
  );
  const label = (x: number, y: number, text: string): Shape => words(x, y, text, { align: "center", bold: true });
  const shapes: Shape[] = [
    ...fromStep([...join(controller.box, queue.box), label(212, 32, "2. mutated copies")], 2),
    ...workers.flatMap((worker) => fromStep(join(queue.box, worker.box), 3)),
    ...fromStep([label(520, 12, "3. take one")], 3),
    ...workers.flatMap((worker) => fromStep(join(worker.box, memory.box), 4)),
    ...fromStep([label(520, 246, "4. write the fitness")], 4),
    ...fromStep(join(memory.box, controller.box), 1),
    ...fromStep([label(214, 204, "1. tournament")], 1),
    ...[controller, queue, memory, ...workers].flatMap((each) => each.shapes),
    words(0, 280, "Nobody waits for a generation: whenever Q runs empty, the controller fills it from M.", {
      size: talkType.small,
      colour: meanings.quietText,
    }),
  ];
  return drawingFigure(
    "The asynchronous search",
    `A controller, a queue Q, a memory M and ${workerCount} workers: whenever Q runs empty the controller selects from M and mutates; a worker takes from Q, trains, and writes to M.`,
    { width: 750, height: 290, shapes, controls: stepControls(controllerSteps) },
  );
}

/** The most workers that there is room for. */
const MOST_WORKERS = 8;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const centre = ({ y, height }: Box): number => y + height / 2;

function node(
  x: number,
  y: number,
  width: number,
  height: number,
  name: string,
  line: string,
): { readonly box: Box; readonly shapes: Drawing["shapes"] } {
  const box = { x, y, width, height };
  const middle = { x: x + width / 2, y: y + height / 2 };
  return {
    box,
    shapes: [
      { kind: "box", ...box, radius: 8, fill: meanings.node, stroke: meanings.text, strokeWidth: 1.8 },
      words(middle.x, line === "" ? middle.y : middle.y - 10, name, {
        align: "center",
        bold: true,
        size: talkType.head,
      }),
      ...(line === "" ? [] : [words(middle.x, middle.y + 13, line, { align: "center", size: talkType.small })]),
    ],
  };
}

/** A curve from the side of one box to the facing side of another, in another colour where it leads back to the left. */
function join(from: Box, to: Box): readonly Shape[] {
  const isBack = to.x < from.x;
  const [start, end] = isBack ? [from.x, to.x + to.width] : [from.x + from.width, to.x];
  // What leads on leaves and arrives above what leads back, so that no head stands on another line's end.
  const port = (box: Box): number => centre(box) + (isBack ? 1 : -1) * Math.min(12, box.height / 5);
  const [out, into] = [port(from), port(to)];
  const middle = (start + end) / 2;
  const colour = isBack ? meanings.evolution : meanings.quietText;
  const head = isBack ? "M0,0L9,-5L9,5Z" : "M0,0L-9,-5L-9,5Z";
  return [
    {
      ...{ kind: "line", x: 0, y: 0, stroke: colour, strokeWidth: 2 },
      path: `M${start},${out}C${middle},${out} ${middle},${into} ${end},${into}`,
    },
    { kind: "line", x: end, y: into, path: head, fill: colour, strokeWidth: 0 },
  ];
}
