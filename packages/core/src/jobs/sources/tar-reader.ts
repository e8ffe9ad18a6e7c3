import { isExtended, type Override, readExtended } from "./tar-extended.ts";
import { blockBytes, readHeader, type TarHeader } from "./tar-header.ts";

const extendedBytes = 65_536;
/** Archives are filled up behind their end, with 10 KiB as a rule. */
const behindMax = 1_048_576;
const padded = (bytes: number): number => Math.ceil(bytes / blockBytes) * blockBytes;

interface Expected {
  readonly type: string;
  readonly sizeBytes: number;
}

/** Finds the members of a tar archive as its bytes arrive; keeps no more than a header of it. Throws a text for people. */
export function createTarReader(onMember: (member: TarHeader) => void) {
  let held: Buffer = Buffer.alloc(0);
  /** Content that is passed over. */
  let skip = 0;
  let extended: Expected | undefined;
  let override: Override = {};
  let isAtEnd = false;
  let behindBytes = 0;

  const begin = (header: TarHeader): void => {
    const sizeBytes = override.size === undefined ? header.sizeBytes : Number(override.size);
    const member = { ...header, name: override.path ?? header.name, linkName: override.link ?? header.linkName, sizeBytes };
    override = {};
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new Error("it has a member whose size cannot be read");
    onMember(member);
    skip = padded(sizeBytes);
  };
  const read = (block: Buffer): void => {
    if (extended) {
      override = { ...override, ...readExtended(extended.type, block.subarray(0, extended.sizeBytes)) };
      extended = undefined;
      return;
    }
    const header = readHeader(block);
    if (!header) isAtEnd = true;
    else if (isExtended(header.type)) extended = expected(header);
    else begin(header);
  };

  /** Takes from the beginning of the bytes what one step needs; says how many were taken. */
  const take = (bytes: Buffer): number => {
    if (skip > 0) {
      const skipped = Math.min(skip, bytes.length);
      skip -= skipped;
      return skipped;
    }
    const need = extended ? padded(extended.sizeBytes) : blockBytes;
    const taken = bytes.subarray(0, need - held.length);
    held = Buffer.concat([held, taken]);
    if (held.length < need) return taken.length;
    const block = held;
    held = Buffer.alloc(0);
    read(block);
    return taken.length;
  };

  return {
    push(piece: Buffer): void {
      let at = 0;
      while (at < piece.length && !isAtEnd) at += take(piece.subarray(at));
      behindBytes += piece.length - at;
      if (behindBytes > behindMax) throw new Error(`it goes on for more than ${behindMax} bytes behind its end`);
    },
    end(): void {
      if (skip > 0 || held.length > 0 || extended) throw new Error("it ends in the middle of a member");
    },
  };
}

function expected({ type, sizeBytes }: TarHeader): Expected {
  if (sizeBytes <= extendedBytes) return { type, sizeBytes };
  throw new Error(`it has an extended header of ${sizeBytes} bytes; ${extendedBytes} are allowed`);
}
