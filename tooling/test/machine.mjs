import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
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
};

/** Installs what a suite needs, where that is allowed. Returns why the suite cannot run, or undefined when it can. */
export function missing(needs, env) {
  const lacking = needs.filter((need) => parts[need] && !parts[need].isThere(env));
  if (lacking.length > 0) {
    installPackages(
      lacking.flatMap((need) => parts[need].packages),
      env,
    );
  }
  const still = lacking.find((need) => !parts[need].isThere(env));
  return still && parts[still].reason;
}

/** What a suite finds in its environment. */
export function suiteEnvironment(env) {
  const chromium = findChromium(env);
  return { ...env, NODE_ENV: "test", ...(chromium ? { CHROMIUM: chromium } : {}) };
}
