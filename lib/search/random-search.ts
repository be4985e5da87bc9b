/** Random search: the initialization, and no selection. Paper, section 3.3. */
import { proposeInitial, type SearchMethod } from "./method.js";

/**
 * The paper's baseline: every proposal is drawn as in the initialization, whatever was found before. Paper, section
 * 3.3.
 */
export function randomSearch(): SearchMethod {
  return Object.freeze({
    name: "random",
    settings: Object.freeze({}),
    selects: false,
    propose: (_population, context) => proposeInitial(context),
  } satisfies SearchMethod);
}
