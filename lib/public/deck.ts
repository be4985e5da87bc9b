/** `hiernas/deck`: a talk from an outline and studies, as slides in a notebook and as files. */
export { deck, type DeckConfig, type ShownDeck } from "../deck/show-deck.js";
export type { DeckFormat } from "../deck/made-file.js";
