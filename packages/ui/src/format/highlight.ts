export type Language = "shell" | "python" | "env" | "json" | "yaml" | "text";
export type TokenKind = "plain" | "keyword" | "string" | "comment" | "number" | "secret";
export interface Token {
  kind: TokenKind;
  text: string;
}

const python =
  /(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<keyword>\b(?:import|from|as|with|for|in|if|else|elif|def|return|class|while|try|except|lambda|not|and|or|None|True|False|yield|async|await|pass|raise)\b)|(?<number>\b\d[\d_.]*(?:e[+-]?\d+)?\b)/gi;
const shell =
  /(?<comment>(?:^|\s)#[^\n]*)|(?<string>"(?:\\.|[^"\\])*"|'[^']*'|(?<==)[^\s"']+)|(?<keyword>^\s*(?:export|source|cd|pip|python|npm|%env|!pip)\b)/gm;
const env = /(?<comment>^\s*#[^\n]*)|(?<string>(?<==)[^\n]+)/gm;
const json =
  /(?<keyword>"(?:\\.|[^"\\])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\])*")|(?<number>-?\b\d[\d.]*(?:e[+-]?\d+)?\b|\btrue\b|\bfalse\b|\bnull\b)/gi;
const yaml = /(?<comment>(?:^|\s)#[^\n]*)|(?<keyword>^[\s-]*[\w./-]+(?=:(?:\s|$)))|(?<string>"(?:\\.|[^"\\])*"|'[^']*')/gm;
const grammars: Record<Exclude<Language, "text">, RegExp> = { python, shell, env, json, yaml };

/** Splits code into coloured pieces; joined again they are the code, letter for letter. `secret` is set apart. */
export function highlight(code: string, language: Language, secret?: string): Token[] {
  const tokens = language === "text" ? [{ kind: "plain" as const, text: code }] : tokenize(code, grammars[language]);
  return secret ? tokens.flatMap((token) => splitSecret(token, secret)) : tokens;
}

function tokenize(code: string, grammar: RegExp): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(grammar)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    if (match.index > end) tokens.push({ kind: "plain", text: code.slice(end, match.index) });
    tokens.push({ kind: (kind ?? "plain") as TokenKind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ kind: "plain", text: code.slice(end) });
  return tokens;
}

function splitSecret(token: Token, secret: string): Token[] {
  const pieces = token.text.split(secret);
  return pieces.flatMap((text, at): Token[] => [
    ...(at > 0 ? [{ kind: "secret" as const, text: secret }] : []),
    ...(text ? [{ kind: token.kind, text }] : []),
  ]);
}
