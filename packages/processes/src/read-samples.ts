import type { ReadFrom, Sample, SamplePage } from "./process-runner.ts";
import { readSegments } from "./segments.ts";

// Holds the longest sample whole.
const leastBytes = 64 * 1024;

/** A sample as it lies on disk, one to a line. */
export type SampleRecord = Omit<Sample, "at"> & { readonly at: number };

export async function readSamples(directory: string, from: ReadFrom): Promise<SamplePage> {
  const { bytes, offset } = await readSegments(directory, { offset: from.offset, maxBytes: Math.max(from.maxBytes, leastBytes) });
  const end = bytes.lastIndexOf(0x0a) + 1;
  const records = bytes
    .toString("utf8", 0, end)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as SampleRecord);
  return { samples: records.map((record) => ({ ...record, at: new Date(record.at) })), nextOffset: offset + end };
}
