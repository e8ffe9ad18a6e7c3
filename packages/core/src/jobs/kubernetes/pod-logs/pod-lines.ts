import { logLimits } from "@plumbline/contracts/jobs/log";
import { type Cluster as Client, ClusterError } from "@plumbline/kube";
import { containerNames } from "../observation/objects-of-attempt.ts";

export interface PodLine {
  /** Microseconds since 1970. */
  readonly micros: number;
  readonly text: string;
}

interface PodOutput {
  readonly namespace: string;
  readonly pod: string;
  /** Lines before it are left out. */
  readonly fromMicros: number;
}

/** What a command has printed until now, by the cluster's own record; nothing where there is none. */
export async function* podLines(client: Client, { namespace, pod, fromMicros }: PodOutput): AsyncIterable<PodLine> {
  const since = fromMicros > 0 ? { since: new Date(Math.floor(fromMicros / 1000)) } : {};
  try {
    const output = client.logs({ namespace, pod, container: containerNames.main, hasTimes: true, ...since });
    for await (const text of wholeLines(output)) {
      const line = parseLine(text);
      if (line && line.micros >= fromMicros) yield line;
    }
  } catch (error) {
    // A container that has not started, or a pod that has just gone.
    if (error instanceof ClusterError && (error.kind === "invalid" || error.kind === "not-found")) return;
    throw error;
  }
}

async function* wholeLines(output: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of output) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** `2026-01-02T03:04:05.678901234Z text`. */
export function parseLine(line: string): PodLine | undefined {
  const [, seconds, fraction = "", zone, text = ""] = /^([\d-]+T[\d:]+)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) (.*)$/s.exec(line) ?? [];
  const atMs = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(atMs)) return undefined;
  return {
    micros: atMs * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6)),
    text: text.replaceAll("\0", "\uFFFD").slice(0, logLimits.lineBytes / 4),
  };
}
