import path from "node:path";
import { isMade, placeOf } from "../build/cache.ts";
import { images } from "../build/images.ts";
import { programs } from "../build/programs.ts";
import { TestClusterError } from "../test-cluster-error.ts";
import { makeBridge } from "./bridge.ts";
import { startControlPlane } from "./control-plane.ts";
import { startKueue } from "./kueue.ts";
import { startKwok } from "./kwok.ts";
import { bridgeAddress, layOut, serverOf } from "./layout.ts";
import { startNode } from "./node.ts";
import { stopCluster } from "./stop.ts";

export interface Wishes {
  /** Simulated nodes. */
  readonly hasKwok: boolean;
  readonly hasKueue: boolean;
  /** A real node on this machine with that many accelerators that do not exist; needs root. */
  readonly gpus?: number | undefined;
  readonly port?: number | undefined;
  /** While another cluster of the machine has the real node, it is waited for until this is aborted. */
  readonly wait: AbortSignal;
}

export interface Started {
  readonly kubeconfig: string;
  readonly server: string;
  /** When each part was ready, since the start. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** Starts a cluster in a directory of its own, in place of one that may run there. */
export async function startCluster(dir: string, wishes: Wishes): Promise<Started> {
  const hasNode = wishes.gpus !== undefined;
  check(hasNode);
  await stopCluster(dir);
  if (hasNode) await makeBridge(dir, wishes.wait);
  const began = performance.now();
  const milliseconds: Record<string, number> = {};
  const timed = async (name: string, work: Promise<void>) => {
    await work;
    milliseconds[name] = Math.round(performance.now() - began);
  };
  const address = hasNode ? bridgeAddress : "127.0.0.1";
  const layout = await layOut({ dir, programs: placeOf(programs), address, ...(wishes.port ? { port: wishes.port } : {}) });
  try {
    await timed("control plane", startControlPlane(layout));
    if (wishes.hasKwok) await timed("kwok", startKwok(layout));
    const kueue = wishes.hasKueue ? timed("kueue", startKueue(layout)) : undefined;
    const node = wishes.gpus === undefined ? undefined : timed("node", startNode(layout, { gpus: wishes.gpus, images: placeOf(images) }));
    // Both come to their end before anything is stopped.
    await Promise.allSettled([kueue, node]);
    await Promise.all([kueue, node]);
  } catch (error) {
    await stopCluster(dir);
    throw error;
  }
  return { kubeconfig: layout.kubeconfig, server: serverOf(layout), milliseconds };
}

function check(hasNode: boolean): void {
  if (process.platform !== "linux") throw new TestClusterError("the test cluster runs on Linux");
  if (hasNode && process.getuid?.() !== 0) throw new TestClusterError("a real node needs root");
  const lacking = [programs, ...(hasNode ? [images] : [])].find((product) => !isMade(product));
  if (lacking) throw new TestClusterError(`${path.basename(placeOf(lacking))} is not built: npm run cluster -- build`);
}
