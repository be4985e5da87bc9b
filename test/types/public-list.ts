// Compiled only, never run: the public lists as a notebook's compiler (TypeScript 5.0) reads them.
import * as hiernas from "hiernas";
import * as deck from "hiernas/deck";
import * as exporting from "hiernas/export";
import * as figures from "hiernas/figures";
import * as instruments from "hiernas/instruments";
import * as literature from "hiernas/literature";
import * as studies from "hiernas/studies";
import * as training from "hiernas/training";

/** Every name of the lists, with its type. */
export type PublicLists = [
  typeof hiernas,
  typeof deck,
  typeof exporting,
  typeof figures,
  typeof instruments,
  typeof literature,
  typeof studies,
  typeof training,
];
