// Runs on any supported Node: hands over to the pinned one, which reads TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const binaries = path.resolve(import.meta.dirname, "../node_modules/.bin");
const node = path.join(binaries, "node");
if (!existsSync(node)) {
  console.error("Nothing is installed yet: run npm start or npm test once, or pnpm install.");
  process.exit(1);
}
const env = { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH}` };
const { status } = spawnSync(node, [path.join(import.meta.dirname, "checks/main.ts"), ...process.argv.slice(2)], { stdio: "inherit", env });
process.exit(status ?? 1);
