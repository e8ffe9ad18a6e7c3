export interface Mentionable {
  userId: string;
  name: string;
}

export interface Mentioning {
  /** Where the @ stands. */
  from: number;
  typed: string;
}

/** The mention that is being typed at the caret: an @ at the beginning of a word, and up to two words after it. */
export function mentionAt(text: string, caret: number): Mentioning | undefined {
  const match = /(?:^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(text.slice(0, caret));
  if (!match) return undefined;
  const typed = match[1] ?? "";
  return { from: caret - typed.length - 1, typed };
}

const mostOffered = 6;

/** Members whose name, or a part of it, begins with what is typed. */
export function offerMembers(members: readonly Mentionable[], typed: string): Mentionable[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const begins = ({ name }: Mentionable) => {
    const whole = name.toLocaleLowerCase();
    return whole.startsWith(wanted) || whole.split(/\s+/).some((part) => part.startsWith(wanted));
  };
  return members.filter(begins).slice(0, mostOffered);
}

/** The text with the member's name in place of what is typed, and where the caret stands then. */
export function putMention(text: string, { from, typed }: Mentioning, member: Mentionable): { text: string; caret: number } {
  const head = `${text.slice(0, from)}@${member.name} `;
  return { text: head + text.slice(from + 1 + typed.length).replace(/^ /, ""), caret: head.length };
}

/** Ids of those among the members whose name stands in the text after an @. A longer name is not its beginning. */
export function mentionedIn(text: string, members: readonly Mentionable[]): string[] {
  const longestFirst = [...members].sort((a, b) => b.name.length - a.name.length);
  let rest = text;
  const found: string[] = [];
  for (const { userId, name } of longestFirst) {
    const mention = `@${name}`;
    if (name === "" || !rest.includes(mention)) continue;
    found.push(userId);
    rest = rest.split(mention).join("\n");
  }
  return found;
}

/** A comment in pieces, mentions apart. */
export function splitMentions(body: string, names: readonly string[]): { text: string; isMention: boolean }[] {
  const longestFirst = names.filter(Boolean).sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return [{ text: body, isMention: false }];
  const pattern = new RegExp(`(@(?:${longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")}))`, "u");
  return body
    .split(pattern)
    .map((text, at) => ({ text, isMention: at % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
