// `npm run -s plumb -- …`: runs on the machine's own Node and hands over to the one that the packages bring along.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { pinnedNode, root, StartError } from "./start/checkout.mjs";
import { callersDirectory } from "./start/options.mjs";
import { prepare } from "./start/prepare.mjs";

const program = path.join(root, "apps", "cli", "src", "main.ts");

async function main() {
  const say = (text) => console.error(`plumb: ${text}`);
  // Standard output belongs to the command alone: scripts read a token from it.
  if (!existsSync(pinnedNode)) await prepare({ env: process.env, say, withPortal: false, stdout: process.stderr.fd });
  const child = spawn(pinnedNode, [program, ...process.argv.slice(2)], { cwd: callersDirectory(process.env), stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => say(error.message));
  child.once("close", (code) => process.exit(code ?? 1));
}

main().catch((error) => {
  console.error(error instanceof StartError ? `plumb: ${error.message}` : error);
  process.exit(1);
});
