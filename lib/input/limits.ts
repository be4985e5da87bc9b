/**
 * The bounds of what is read and asked for, all in this one place. They are far above anything sensible and far below
 * what would exhaust a machine: who meets one gets a line that names it.
 */
export const limits = Object.freeze({
  /** Bytes of a JSON file that a person names. */
  fileBytes: 64 * 2 ** 20,
  /** Levels of brackets in JSON. */
  jsonDepth: 64,
  /** Characters of a name: of a primitive, a space, a study. */
  nameLength: 100,
  /** Characters of a foreign text in a message. */
  messageLength: 80,
});
