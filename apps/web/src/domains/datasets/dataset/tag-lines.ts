interface Tag {
  key: string;
  value: string;
}

/** Tags as text, one on each line. */
export const writeTags = (tags: readonly Tag[]): string => tags.map(({ key, value }) => `${key}: ${value}`).join("\n");

/** A line without a colon is a tag without a value. */
export function readTags(text: string): Tag[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf(":");
      return at < 0 ? { key: line, value: "" } : { key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });
}
