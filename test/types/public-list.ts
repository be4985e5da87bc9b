// Compiled only, never run: the whole public list as a notebook's compiler (TypeScript 5.0) reads it.
import * as hiernas from "hiernas";

/** Every name of the list, with its type. */
export type PublicList = typeof hiernas;
