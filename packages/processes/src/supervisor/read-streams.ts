import { once } from "node:events";
import type { Readable } from "node:stream";
import { createMask } from "./mask-text.ts";
import type { ProgramLog } from "./program-log.ts";
import type { Program } from "./spawn-program.ts";
import { createSplitter } from "./split-lines.ts";

interface Sink {
  readonly secrets: readonly string[];
  readonly log: ProgramLog;
}

/** A process that cannot be ended may hold a pipe open for ever. */
const drainMs = 2000;

/** Everything that the program prints goes to its log, masked and in lines. Answers what writes the beginnings of lines that never ended. */
export function readStreams(program: Program, sink: Sink): () => void {
  const ends = [readStream("stdout", program.stdout, sink), readStream("stderr", program.stderr, sink)];
  return () => {
    for (const end of ends) end();
  };
}

function readStream(name: "stdout" | "stderr", stream: Readable, { secrets, log }: Sink): () => void {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const mask = createMask(secrets);
  const splitter = createSplitter(Date.now);
  stream.on("data", (chunk: Buffer) => log.add(name, splitter.push(mask.push(decoder.decode(chunk, { stream: true })))));
  stream.on("error", () => undefined);
  return () => log.add(name, [...splitter.push(mask.push(decoder.decode()) + mask.end()), ...splitter.end()]);
}

/** Waits until all that was printed has been read. */
export async function closeStreams(program: Program, endLines: () => void): Promise<void> {
  const streams = [program.stdout, program.stderr];
  const timer = setTimeout(() => {
    for (const stream of streams) stream.destroy();
  }, drainMs);
  await Promise.all(streams.filter(({ closed }) => !closed).map((stream) => once(stream, "close")));
  clearTimeout(timer);
  endLines();
}
