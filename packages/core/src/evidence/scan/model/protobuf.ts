import type { ByteStream } from "../byte-stream.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";

/** Which fields of a message are messages that matter, and which are texts. */
export interface MessageKind {
  readonly name: string;
  readonly messages: Readonly<Record<number, MessageKind>>;
  readonly texts: readonly number[];
}

const longestText = 4096;
const deepest = 64;

async function varint(stream: ByteStream): Promise<number> {
  let value = 0;
  for (let group = 0; group < 10; group += 1) {
    if (stream.buffered === 0) await stream.fill(1);
    const byte = stream.byte();
    value += (byte & 0x7f) * 2 ** (7 * group);
    if (byte < 0x80) return value;
  }
  throw new MalformedError("a number is too long");
}

/** Fields that are neither messages nor texts of interest. */
async function pass(stream: ByteStream, wire: number): Promise<void> {
  if (wire === 0) await varint(stream);
  else if (wire === 1 || wire === 5) {
    if (!(await stream.skip(wire === 1 ? 8 : 4))) throw new MalformedError("it ends within a field");
  } else throw new MalformedError(`${wire} is no kind of field`);
}

export type Visit = (message: MessageKind, texts: ReadonlyMap<number, string>) => void;

/** Reads messages in a stream without holding them; `visit` gets the texts of each message at its end. */
export class ProtobufReader {
  readonly #stream: ByteStream;
  readonly #visit: Visit;

  constructor(stream: ByteStream, visit: Visit) {
    this.#stream = stream;
    this.#visit = visit;
  }

  async read(kind: MessageKind, end = Number.POSITIVE_INFINITY, depth = 0): Promise<void> {
    if (depth > deepest) throw new LimitError(`messages more than ${deepest} deep`);
    const texts = new Map<number, string>();
    while (this.#stream.position < end && !(await this.#stream.isAtEnd())) {
      const tag = await varint(this.#stream);
      const field = Math.floor(tag / 8);
      if (tag % 8 === 2) await this.#readSized({ kind, texts, depth }, field);
      else await pass(this.#stream, tag % 8);
    }
    if (this.#stream.position > end && end !== Number.POSITIVE_INFINITY) throw new MalformedError("a field is longer than its message");
    this.#visit(kind, texts);
  }

  async #readSized({ kind, texts, depth }: { kind: MessageKind; texts: Map<number, string>; depth: number }, field: number): Promise<void> {
    const length = await varint(this.#stream);
    const inner = kind.messages[field];
    if (inner !== undefined) return await this.read(inner, this.#stream.position + length, depth + 1);
    if (kind.texts.includes(field) && length <= longestText) {
      texts.set(field, (await this.#stream.read(length)).toString("utf8"));
    } else if (!(await this.#stream.skip(length))) throw new MalformedError("a field is longer than the file");
  }
}
