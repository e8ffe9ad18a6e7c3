import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { shortTemporary } from "./program-files.ts";
import type { SupervisorRecord } from "./program-records.ts";
import { openProgramTree } from "./program-tree.ts";

const againMs = 50;
const patienceMs = 5000;

/** Ends what runs of a program whose supervisor is gone. */
export async function endLeftovers({ mark }: SupervisorRecord): Promise<void> {
  const tree = openProgramTree({ mark });
  const until = performance.now() + patienceMs;
  while (tree.signal("SIGKILL") > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, againMs));
  rmSync(shortTemporary(tmpdir(), mark), { force: true });
}
