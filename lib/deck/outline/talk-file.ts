/** The outline of the talk that comes with the project. */
import { join } from "node:path";
import { projectFolder } from "../../files/project-folder.js";

/** The path of the talk's outline: the seed deck's slides, in their order. */
export const talkFile: string = join(projectFolder, "notebooks", "talk.md");
