export interface YamlPiece {
  kind: "key" | "string" | "comment" | "sign" | "plain";
  text: string;
}

const grammar =
  /(?<comment>(?:^|(?<=\s))#.*$)|(?<string>"(?:\\.|[^"\\])*"|'(?:''|[^'])*')|(?<key>(?<=^|[\s{,[-])[\w.-]+(?=:(?:\s|$)))|(?<sign>->)/g;

/** One line of YAML in coloured pieces, keys inside braces too; joined again they are the line. */
export function yamlPieces(line: string): YamlPiece[] {
  const pieces: YamlPiece[] = [];
  let end = 0;
  for (const match of line.matchAll(grammar)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] as YamlPiece["kind"] | undefined;
    if (match.index > end) pieces.push({ kind: "plain", text: line.slice(end, match.index) });
    pieces.push({ kind: kind ?? "plain", text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < line.length) pieces.push({ kind: "plain", text: line.slice(end) });
  return pieces;
}
