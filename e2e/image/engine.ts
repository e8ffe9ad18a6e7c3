import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { run } from "./run.ts";

const startMs = 60_000;

/** A Docker engine of this suite's own. */
export interface Engine {
  docker(args: readonly string[], input?: NodeJS.ReadableStream | string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts one with everything it keeps in a directory of its own. It has no bridge and touches no rule of the machine's
 * firewall, so that a test cluster with a real node may run beside it: whatever it runs uses the network of the machine.
 */
export async function startEngine(): Promise<Engine> {
  const home = mkdtempSync(path.join(tmpdir(), "plumbline-engine-"));
  const host = `unix://${path.join(home, "docker.sock")}`;
  const places = { "data-root": "data", "exec-root": "exec", pidfile: "pid" };
  const flags = Object.entries(places).map(([flag, name]) => `--${flag}=${path.join(home, name)}`);
  const network = ["--bridge=none", "--iptables=false", "--ip-forward=false", "--ip-masq=false"];
  const engine = spawn("dockerd", [`--host=${host}`, ...flags, ...network], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  engine.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-8192);
  });
  const ended = once(engine, "exit");
  // The old builder: the new one is a plug-in that Debian does not bring.
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_BUILDKIT: "0", DOCKER_CONFIG: home };
  const docker: Engine["docker"] = (args, input) => run("docker", args, { env, ...(input === undefined ? {} : { input }) });
  const stop = async () => {
    engine.kill("SIGTERM");
    await ended;
    // Left by containers on the machine's network.
    await run("umount", [path.join(home, "exec/netns/default")]).catch(() => undefined);
    rmSync(home, { recursive: true, force: true });
  };
  const deadline = Date.now() + startMs;
  while (!(existsSync(path.join(home, "docker.sock")) && (await answers(docker)))) {
    if (engine.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`dockerd does not start:\n${said}`);
    }
    await delay(200);
  }
  return { docker, stop };
}

const answers = (docker: Engine["docker"]): Promise<boolean> =>
  docker(["version"]).then(
    () => true,
    () => false,
  );
