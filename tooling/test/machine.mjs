import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pinnedNode, root } from "../start/checkout.mjs";
import { hasVersitygw } from "../versitygw.mjs";

const chromiumPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const pythonCheck = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

function findChromium(env) {
  return [env.CHROMIUM, ...chromiumPlaces].find((place) => place && existsSync(place));
}

const hasGo = (env) => spawnSync(env.GO || "go", ["version"], { stdio: "ignore", env }).status === 0;

const hasRedis = (env) => spawnSync("redis-server", ["--version"], { stdio: "ignore", env }).status === 0;

function hasPython(env) {
  return ["python3.11", "python3.12", "python3.13", "python3.14", "python3"].some(
    (name) => spawnSync(name, ["-c", pythonCheck], { stdio: "ignore", env }).status === 0,
  );
}

/** System packages are installed only where nobody's machine is changed by surprise: as root, in CI. */
function installPackages(packages, env) {
  if (env.CI !== "true" || process.getuid() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const options = { stdio: ["ignore", "ignore", "inherit"], env: { ...env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-qq"], options);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options);
}

// Of the real node, which runs where the suite runs as root.
const nodePrograms = ["containerd", "runc", "ctr", "nft", "ip"];

function hasProgram(name, env) {
  return spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore", env }).status === 0;
}

function hasImagePrograms(env) {
  return process.getuid() === 0 && ["dockerd", "docker", "debootstrap"].every((name) => hasProgram(name, env));
}

function hasClusterPrograms(env) {
  if (env.PLUMBLINE_TEST_KUBECONFIG || process.getuid() !== 0) return true;
  return nodePrograms.every((name) => hasProgram(name, env)) && existsSync("/usr/lib/cni/bridge");
}

const parts = {
  chromium: {
    isThere: (env) => findChromium(env) !== undefined,
    packages: ["chromium", "fonts-liberation"],
    reason: "Chromium is not installed (on Debian: apt-get install chromium fonts-liberation, or set CHROMIUM)",
  },
  redis: {
    isThere: hasRedis,
    packages: ["redis-server"],
    reason: "Redis is not installed (on Debian: apt-get install redis-server)",
  },
  s3: {
    // Go builds it, and Python brings Go.
    isThere: (env) => hasVersitygw(env) || hasGo(env) || hasPython(env),
    packages: ["python3", "python3-venv"],
    reason: "versitygw, a server of S3, is not built, and neither Go nor Python is installed, which would build it",
  },
  python: {
    isThere: hasPython,
    packages: ["python3", "python3-venv"],
    reason: "Python 3.11 or newer with its venv module is not installed (on Debian: apt-get install python3-venv)",
  },
  image: {
    isThere: hasImagePrograms,
    packages: ["docker.io", "debootstrap"],
    reason: "an image is built as root, on Debian or Ubuntu, by dockerd and debootstrap (apt-get install docker.io debootstrap)",
  },
  kubernetes: {
    isThere: hasClusterPrograms,
    packages: ["containerd", "runc", "containernetworking-plugins", "nftables", "iproute2"],
    reason:
      "the programs of a Kubernetes node are not installed (on Debian: apt-get install containerd runc containernetworking-plugins nftables iproute2, or set PLUMBLINE_TEST_KUBECONFIG)",
    // The first time this takes many minutes, which are not the suite's.
    build: { isNeeded: (env) => !env.PLUMBLINE_TEST_KUBECONFIG, args: ["deploy/kubernetes/main.ts", "build"] },
    buildFailed: "the programs of the test cluster cannot be built (set PLUMBLINE_TEST_KUBECONFIG to use a disposable cluster)",
  },
};

/** Installs and builds what a suite needs, where that is allowed. Returns why the suite cannot run, or undefined when it can. */
export async function missing(needs, { env, signal }) {
  const known = needs.map((need) => parts[need]).filter(Boolean);
  const lacking = known.filter((part) => !part.isThere(env));
  if (lacking.length > 0) {
    installPackages(
      lacking.flatMap(({ packages }) => packages),
      env,
    );
  }
  const still = lacking.find((part) => !part.isThere(env));
  if (still) return still.reason;
  for (const { build, buildFailed } of known) {
    if (build?.isNeeded(env) && !(await succeeds(build.args, { env, signal }))) return buildFailed;
  }
}

function succeeds(args, { env, signal }) {
  return new Promise((resolve) => {
    const child = spawn(pinnedNode, args, { cwd: root, env, signal, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", () => resolve(false));
    child.once("close", (status) => resolve(status === 0));
  });
}

/** What a suite finds in its environment. */
export function suiteEnvironment(env) {
  const chromium = findChromium(env);
  return { ...env, NODE_ENV: "test", ...(chromium ? { CHROMIUM: chromium } : {}) };
}
