/** The one kind of error that a person's input causes. */

/**
 * Thrown for input that breaks a rule: the message is one line that says where, what was got, which rule and what to do
 * next, for example `level 2, motif 3: edge 2→1 must run forward`. The command line prints it and exits with 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
