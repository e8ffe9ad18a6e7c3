import { isIPv4, isIPv6 } from "node:net";

/** The 4 or 16 bytes of an IP address; undefined for any other text, and for addresses with a zone. */
export function addressBytes(text: string): readonly number[] | undefined {
  if (isIPv4(text)) return text.split(".").map(Number);
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const [head = "", tail] = withHexTail(text).split("::");
  const before = groupsOf(head);
  if (tail === undefined) return before.flatMap(bytesOfGroup);
  const after = groupsOf(tail);
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...gap, ...after].flatMap(bytesOfGroup);
}

const groupsOf = (text: string): number[] => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
const bytesOfGroup = (group: number): number[] => [Math.floor(group / 256), group % 256];

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function withHexTail(text: string): string {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (!dotted) return text;
  const [a = 0, b = 0, c = 0, d = 0] = dotted.slice(1).map(Number);
  return `${text.slice(0, dotted.index)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** Whether the first `bits` bits of an address are those of `prefix`. */
export function hasPrefix(address: readonly number[], prefix: readonly number[], bits: number): boolean {
  if (address.length !== prefix.length) return false;
  return address.every((byte, index) => {
    const used = Math.min(8, Math.max(0, bits - index * 8));
    const unit = 2 ** (8 - used);
    return Math.floor(byte / unit) === Math.floor((prefix[index] ?? 0) / unit);
  });
}
