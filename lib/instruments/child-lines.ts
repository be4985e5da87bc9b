/** Reads the output of other programs line by line. */

/** The last non-blank line of `words`, trimmed; "" if there is none. */
export function lastLine(words: string): string {
  return (
    words
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .at(-1) ?? ""
  );
}

/** The JSON object in a line from a child process; undefined for any other line, since libraries print lines too. */
export function messageOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
