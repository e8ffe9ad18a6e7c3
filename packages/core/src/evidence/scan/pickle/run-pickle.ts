import { ByteStream, oneChunk } from "../byte-stream.ts";
import type { RuleId } from "../rules.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";
import { readArgument } from "./arguments.ts";
import { arrayBodyOf } from "./array-length.ts";
import { type MachineOptions, PickleMachine } from "./machine.ts";
import { opcodeOf } from "./opcodes.ts";
import { opaque } from "./values.ts";

/** How a pickle ended; what was found before counts in each case. */
export type PickleEnd = "stopped" | "malformed" | "limited" | "ended";

export interface PickleRun {
  readonly end: PickleEnd;
  readonly imports: number;
  /** Of what was imported. */
  readonly calls: number;
}

const deepestArrays = 8;
const ambiguousBytes = 65_536;
/** Values on stacks and in memos that one pickle may have copied. */
const mostCopied = 20_000_000;
/** Random bytes do not break these by accident. */
export const certainRules: ReadonlySet<RuleId> = new Set(["pickle-dangerous-import", "pickle-code-by-value"]);

/** Carries out the next opcode; a promise only where its argument is not at hand, because one for each opcode would be the most of the work. */
function step(machine: PickleMachine, stream: ByteStream): Promise<void> | undefined {
  machine.offset = stream.position;
  const code = stream.byte();
  const opcode = opcodeOf(code);
  if (opcode === undefined) throw new MalformedError(`0x${code.toString(16).padStart(2, "0")} is no opcode`);
  const argument = opcode.argument === "none" ? opaque : readArgument(stream, opcode.argument);
  if (argument instanceof Promise) return argument.then((value) => opcode.run(machine, value));
  opcode.run(machine, argument);
  return undefined;
}

/** Reads one pickle from the stream, up to and with its STOP. */
export async function runPickle(stream: ByteStream, options: MachineOptions): Promise<PickleRun> {
  return await new PickleReader(stream, options).run(new PickleMachine(options), 0);
}

class PickleReader {
  readonly #stream: ByteStream;
  readonly #options: MachineOptions;
  #opcodes = 0;
  #imports = 0;
  #calls = 0;
  #copied = 0;

  constructor(stream: ByteStream, options: MachineOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  async run(machine: PickleMachine, depth: number): Promise<PickleRun> {
    const end = await this.#runToEnd(machine, depth);
    this.#imports += machine.importCount;
    this.#calls += machine.callCount;
    return { end, imports: this.#imports, calls: this.#calls };
  }

  async #runToEnd(machine: PickleMachine, depth: number): Promise<PickleEnd> {
    try {
      return await this.#runOpcodes(machine, depth);
    } catch (error) {
      if (error instanceof MalformedError) return this.#malformed(machine, error);
      if (!(error instanceof LimitError)) throw error;
      machine.report("limit-reached", error.message);
      return "limited";
    }
  }

  async #runOpcodes(machine: PickleMachine, depth: number): Promise<PickleEnd> {
    const most = this.#options.limits.opcodes;
    while (!machine.hasStopped) {
      if (this.#stream.buffered === 0 && (await this.#stream.isAtEnd())) return this.#endsEarly(machine);
      if (this.#opcodes >= most) throw new LimitError(`more than ${most} opcodes`);
      this.#opcodes += 1;
      const pending = step(machine, this.#stream);
      if (pending !== undefined) await pending;
      if (machine.pendingArray !== undefined) await this.#passArray(machine, depth);
    }
    return "stopped";
  }

  #endsEarly(machine: PickleMachine): PickleEnd {
    if (!this.#options.isStrict) machine.report("pickle-malformed", "it ends without STOP");
    return "ended";
  }

  #malformed(machine: PickleMachine, error: MalformedError): PickleEnd {
    if (!this.#options.isStrict) machine.report("pickle-malformed", error.message);
    return "malformed";
  }

  /** joblib writes the bytes of an array right after its wrapper, in the middle of the pickle. */
  async #passArray(machine: PickleMachine, depth: number): Promise<void> {
    const wrapper = machine.pendingArray;
    machine.pendingArray = undefined;
    const body = wrapper === undefined ? undefined : arrayBodyOf(wrapper);
    if (body === undefined) {
      machine.report("pickle-array-unread", "");
      return;
    }
    const end = await this.#readAsOpcodes(machine);
    if (body.kind === "pickle") return await this.#passPickledArray(depth);
    if (end !== "malformed") machine.report("pickle-ambiguous", "");
    const padding = body.isPadded ? (await this.#stream.read(1)).readUInt8() : 0;
    if (!(await this.#stream.skip(padding + body.length))) throw new MalformedError("an array is longer than the file");
  }

  async #passPickledArray(depth: number): Promise<void> {
    if (depth >= deepestArrays) throw new LimitError(`arrays of objects more than ${deepestArrays} deep`);
    const { end } = await this.run(new PickleMachine(this.#options), depth + 1);
    if (end !== "stopped") throw new MalformedError("an array of objects is not a complete pickle");
  }

  /**
   * A plain pickle.load knows nothing of joblib's arrays and takes their bytes for opcodes. Where they could be, they are carried out too:
   * what joblib would pass over must not hide anything. joblib's padding begins with a byte that is no opcode, so that this is rare.
   */
  async #readAsOpcodes(machine: PickleMachine): Promise<PickleEnd> {
    const bytes = Buffer.from(await this.#stream.peek(ambiguousBytes));
    if (bytes[0] === undefined || opcodeOf(bytes[0]) === undefined) return "malformed";
    this.#copied += machine.size;
    if (this.#copied > mostCopied) throw new LimitError("too many arrays that may be opcodes");
    const origin = this.#stream.position;
    const report = (rule: RuleId, offset: number, specific: string): void => {
      if (certainRules.has(rule)) this.#options.report(rule, origin + offset, specific);
    };
    return await runShort(new PickleMachine({ ...this.#options, isStrict: true, report }, machine), new ByteStream(oneChunk(bytes)));
  }
}

/** Reads plain opcodes until something ends it; arrays are passed over by nobody here. */
async function runShort(machine: PickleMachine, stream: ByteStream): Promise<PickleEnd> {
  try {
    while (!machine.hasStopped && !(await stream.isAtEnd())) await step(machine, stream);
    return machine.hasStopped ? "stopped" : "ended";
  } catch (error) {
    if (error instanceof MalformedError || error instanceof LimitError) return "malformed";
    throw error;
  }
}
