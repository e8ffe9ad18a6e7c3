import { type YamlPiece, yamlPieces } from "./yaml-pieces.ts";

const colours: Record<YamlPiece["kind"], string | undefined> = {
  key: "text-accent",
  string: "text-code-string",
  comment: "text-ink-3",
  sign: "text-ink-3",
  plain: undefined,
};

/** A line of YAML, coloured. */
export function YamlLine({ text }: { text: string }) {
  return yamlPieces(text).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    <span key={at} className={colours[piece.kind]}>
      {piece.text}
    </span>
  ));
}
