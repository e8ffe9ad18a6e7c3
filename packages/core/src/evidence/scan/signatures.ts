import type { RuleId } from "./rules.ts";

interface Signature {
  readonly format: string;
  readonly at?: number;
  readonly bytes: Buffer;
  /** What else its first bytes hold, where so short a signature may begin a text. */
  readonly holds?: Buffer;
  /** Absent where such a file is data that nothing runs. */
  readonly rule?: RuleId;
}

const text = (latin: string): Buffer => Buffer.from(latin, "latin1");

/** Formats that are told by their first bytes and not looked into further. */
const signatures: readonly Signature[] = [
  { format: "bzip2", bytes: text("BZh"), holds: text("\x31\x41\x59\x26\x53\x59"), rule: "compression-unread" },
  { format: "xz", bytes: text("\xfd7zXZ\x00"), rule: "compression-unread" },
  { format: "lzma", bytes: text("\x5d\x00\x00"), rule: "compression-unread" },
  { format: "lz4", bytes: text("\x04\x22\x4d\x18"), rule: "compression-unread" },
  { format: "zstandard", bytes: text("\x28\xb5\x2f\xfd"), rule: "compression-unread" },
  { format: "7z", bytes: text("7z\xbc\xaf\x27\x1c"), rule: "compression-unread" },
  { format: "rar", bytes: text("Rar!\x1a\x07"), rule: "compression-unread" },
  { format: "elf", bytes: text("\x7fELF"), rule: "native-code" },
  { format: "pe", bytes: text("MZ"), holds: text("PE\0\0"), rule: "native-code" },
  { format: "mach-o", bytes: text("\xcf\xfa\xed\xfe"), rule: "native-code" },
  { format: "mach-o", bytes: text("\xce\xfa\xed\xfe"), rule: "native-code" },
  { format: "mach-o", bytes: text("\xca\xfe\xba\xbe"), rule: "native-code" },
  { format: "webassembly", bytes: text("\0asm"), rule: "native-code" },
  { format: "python-bytecode", at: 1, bytes: text("\x0d\x0d\x0a"), rule: "python-bytecode" },
  { format: "script", bytes: text("#!"), rule: "script" },
  { format: "catboost", bytes: text("CBM1") },
  { format: "lightgbm", bytes: text("tree\n") },
  { format: "xgboost-binary", bytes: text("binf") },
  { format: "gguf", bytes: text("GGUF") },
  { format: "tflite", at: 4, bytes: text("TFL3") },
  { format: "parquet", bytes: text("PAR1") },
  { format: "arrow", bytes: text("ARROW1") },
  { format: "png", bytes: text("\x89PNG") },
  { format: "jpeg", bytes: text("\xff\xd8\xff") },
  { format: "gif", bytes: text("GIF8") },
];

export const signatureOf = (head: Buffer): Signature | undefined =>
  signatures.find(
    ({ at = 0, bytes, holds }) => head.subarray(at, at + bytes.length).equals(bytes) && (holds === undefined || head.includes(holds)),
  );

/** zlib has no signature but a checksum in its first two bytes, which some texts pass as well. */
export const mayBeZlib = (head: Buffer): boolean => head.length > 2 && head[0] === 0x78 && (0x7800 + (head[1] ?? 0)) % 31 === 0;

export function isUtf8(head: Buffer, isWhole: boolean): boolean {
  if (head.includes(0)) return false;
  // A character may be cut in two where the head ends.
  for (let cut = 0; cut <= (isWhole ? 0 : 3); cut += 1) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, head.length - cut));
      return true;
    } catch {
      // The next cut may fall between characters.
    }
  }
  return false;
}
