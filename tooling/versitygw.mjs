import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** The server of S3 that tests use. It is not of npm: Go builds it, once for each version. */
const version = "1.8.0";
const source = `github.com/versity/versitygw/cmd/versitygw@v${version}`;

/** In the user's cache, once it is built. */
function placeOf(env) {
  const cache = env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  return path.join(cache, "plumbline", "versitygw", version, "versitygw");
}

/** Whether versitygw needs not be built any more. */
export const hasVersitygw = (env) => Boolean(env.VERSITYGW) || existsSync(placeOf(env));

/** The path of versitygw, which is built (3 minutes on two cores) unless it is there, or `VERSITYGW` names one. */
export async function findVersitygw(env) {
  if (env.VERSITYGW) return env.VERSITYGW;
  const program = placeOf(env);
  if (existsSync(program)) return program;
  const { findGo } = await import("../deploy/kubernetes/build/go.ts");
  const directory = path.dirname(program);
  const unfinished = `${directory}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    console.error(`building versitygw ${version}, once`);
    await promisify(execFile)(await findGo(), ["install", "-trimpath", source], { env: { ...env, GOBIN: unfinished, CGO_ENABLED: "0" } });
    mkdirSync(directory, { recursive: true });
    renameSync(path.join(unfinished, "versitygw"), program);
    return program;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await findVersitygw(process.env));
