/** What other programs say, read line by line. */

/** The last line of `words` that holds more than blanks, without blanks around it; "" for none. */
export function lastLine(words: string): string {
  return (
    words
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .at(-1) ?? ""
  );
}

/**
 * The JSON object of a line in which a child process sends one; undefined for any other line, since libraries print
 * lines of their own.
 */
export function messageOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
