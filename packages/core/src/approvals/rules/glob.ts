/**
 * Whether a name fits a pattern in which `*` stands for any text and `?` for any one character. Falls back to the last star alone, so that no
 * pattern takes longer than its length times the name's.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const wanted = [...pattern];
  const given = [...name];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < given.length; ) {
    if (wanted[at] === "*") {
      star = at;
      at += 1;
      resume = index;
    } else if (wanted[at] === "?" || wanted[at] === given[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((char) => char === "*");
}
