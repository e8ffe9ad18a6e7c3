/** A command as it is typed into a terminal, and back: words, quotes and escapes, nothing more. No shell runs it. */

const bare = /^[\w@%+=:,./-]+$/;

/** Words of a command on one line, each quoted where it has to be. */
export const commandText = (words: readonly string[]): string => words.map(quoted).join(" ");

const quoted = (word: string): string => (bare.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const token = /\\([\s\S])|'([^']*)(?:'|$)|"((?:\\[\s\S]|[^"\\])*)(?:"|$)|(\s+)|([^\s\\'"]+|\\$)/g;

/** The words of what was typed. A quote that is not closed reaches to the end. */
export function commandWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, escaped, single, double, space, plain] of text.matchAll(token)) {
    if (space === undefined) word = (word ?? "") + (escaped ?? single ?? unescaped(double) ?? plain ?? "");
    else {
      if (word !== undefined) words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** Between double quotes a backslash stands for itself but before what it protects. */
const unescaped = (text: string | undefined): string | undefined => text?.replace(/\\([\\"$`\n])/g, "$1");
