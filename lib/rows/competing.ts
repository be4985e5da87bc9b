/** Who competed in a tournament, for pictures, which take rows and know no search. */
export { type Competitors, competitorsOf, competitorsSchema } from "../search/competitors.js";
