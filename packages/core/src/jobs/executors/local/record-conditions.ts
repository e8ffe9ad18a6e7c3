import { arch, cpus, hostname, platform, release, totalmem } from "node:os";
import { Readable } from "node:stream";
import { runArtifactPath, writeArtifact } from "../../../artifacts/index.ts";
import type { Deps } from "../../../kernel/index.ts";
import { systemCaller } from "../../../workspaces/index.ts";
import type { Launch } from "../executor.ts";
import { frozenPackages } from "./python-environment.ts";

interface Conditions {
  readonly launch: Launch;
  /** Directory of a Python environment, or null for the machine's own Python. */
  readonly python: string | null;
  readonly devices: readonly number[];
  readonly toolEnv: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Keeps with the run on what an attempt ran: the machine, and the packages of its Python. A later attempt replaces them. */
export async function recordConditions(deps: Deps, conditions: Conditions): Promise<void> {
  const { launch, devices } = conditions;
  const hardware = { ...machineFacts(), gpus: devices, attempt: launch.attempt };
  await keep(deps, launch, { path: "environment/hardware.json", text: `${JSON.stringify(hardware, null, 2)}\n` });
  const packages = await frozenPackages(conditions);
  if (packages.length > 0) await keep(deps, launch, { path: "environment/packages.txt", text: `${packages.join("\n")}\n` });
}

function machineFacts() {
  const processors = cpus();
  return {
    host: hostname(),
    system: `${platform()} ${release()} ${arch()}`,
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
  };
}

async function keep(deps: Deps, { workspaceId, workspace, runId }: Launch, file: { path: string; text: string }): Promise<void> {
  const caller = {
    ...systemCaller({ id: workspaceId, name: workspace }),
    permissions: new Set(["artifact:write"] as const),
  };
  const path = await runArtifactPath(deps, caller, { runId, path: file.path });
  await writeArtifact(deps, caller, { path, source: Readable.from([Buffer.from(file.text)]) });
}
