const simple: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};

const code = (digits: string, base: number): string => {
  const point = Number.parseInt(digits, base);
  return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
};

function unescaped(body: string): string {
  if (/^[xuU][0-9a-fA-F]/.test(body)) return code(body.slice(1), 16);
  if (/^[0-7]/.test(body)) return code(body, 8);
  return simple[body] ?? (/^[\\'"]$/.test(body) ? body : `\\${body}`);
}

/** The text of a STRING opcode: a Python literal, whose escapes could hide a name. */
export function fromRepr(line: string): string | undefined {
  const match = /^(['"])(.*)\1$/s.exec(line.trim());
  return match?.[2]?.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_, body: string) => unescaped(body));
}

/** The text of a UNICODE opcode: raw-unicode-escape, where only \u and \U mean anything. */
export const fromRawUnicode = (line: string): string =>
  line.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/g, (_, body: string) => unescaped(body));

/** A whole number as Python writes it in the text opcodes. */
export function wholeNumber(line: string): number | undefined {
  const text = line.trim().replace(/L$/, "").replaceAll("_", "");
  if (!/^[+-]?(\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(text)) return undefined;
  const value = text.startsWith("-") ? -Number(text.slice(1)) : Number(text.replace(/^\+/, ""));
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
