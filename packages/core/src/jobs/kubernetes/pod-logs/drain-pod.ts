import type { Cluster as Client } from "@plumbline/kube";
import { createMask } from "@plumbline/processes";
import type { PodObject } from "../../../clusters/index.ts";
import type { Deps } from "../../../kernel/index.ts";
import { acceptReport } from "../../logs/accept-report.ts";
import { nextSequenceOf } from "../../logs/next-sequence.ts";
import { rankOf } from "../observation/objects-of-attempt.ts";
import { type PodLine, podLines } from "./pod-lines.ts";

interface Draining {
  readonly deps: Deps;
  readonly client: Client;
  readonly of: { readonly workspaceId: number; readonly jobId: string; readonly attempt: number };
  /** What no line may show. */
  readonly secrets: readonly string[];
}

const reportBytes = 128 * 1024;
/** Tokens of the platform, should a program print its own. */
const tokens = /\bplb_[A-Za-z0-9_-]{49}/g;

/**
 * Hands over what a pod has printed since the last time, where no launcher does. The time of a line is the sequence of its report, so that
 * what was taken is known to have been taken, whoever reads on.
 */
export async function drainPod(draining: Draining, pod: PodObject): Promise<void> {
  const { deps, client, of } = draining;
  const rank = rankOf(pod);
  let sequence = await nextSequenceOf(deps, { ...of, rank });
  let [lines, sizeBytes]: [PodLine[], number] = [[], 0];
  const hand = async (): Promise<void> => {
    const last = lines.at(-1);
    if (!last) return;
    const told = lines.map(({ micros, text }) => ({
      at: Math.floor(micros / 1000),
      stream: "stdout" as const,
      text: masked(text, draining),
    }));
    const report = { rank, sequence, lines: told, lostLines: 0, samples: [] };
    sequence = (await acceptReport(deps, { ...of, nextSequence: last.micros + 1 }, report)).nextSequence;
    [lines, sizeBytes] = [[], 0];
  };
  const { namespace = "", name } = pod.metadata;
  for await (const line of podLines(client, { namespace, pod: name, fromMicros: sequence })) {
    lines.push(line);
    sizeBytes += line.text.length;
    if (sizeBytes >= reportBytes) await hand();
  }
  await hand();
}

function masked(text: string, { secrets }: Pick<Draining, "secrets">): string {
  const mask = createMask(secrets);
  return (mask.push(text) + mask.end()).replaceAll(tokens, "***").toWellFormed();
}
