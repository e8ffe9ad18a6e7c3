const maxCharacters = 200;
/** Control characters, and those that turn the direction in which a name is read: `report\u202Efdp.exe` looks like a PDF. */
const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A file's last path segment, without what has no place in a name. */
export function plainFileName(given: string): string {
  const name = given
    .toWellFormed()
    .replace(/^.*[\\/]/s, "")
    .replace(unwanted, "")
    .trim();
  const characters = [...(/^\.*$/.test(name) ? "file" : name)];
  if (characters.length <= maxCharacters) return characters.join("");
  // The ending says what the file is.
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
  return `${characters.slice(0, maxCharacters - ending.length).join("")}${ending}`;
}
