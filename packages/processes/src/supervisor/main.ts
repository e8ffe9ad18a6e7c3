import path from "node:path";
import { programFiles } from "../program-files.ts";
import { readOrder } from "./read-order.ts";
import { supervise } from "./supervise.ts";

/** `node main.ts DIRECTORY NAME`, the spec on standard input; answers one line, `started` or `taken`, on standard output. */
const [root, name] = process.argv.slice(2);
if (root === undefined || name === undefined || !path.isAbsolute(root)) throw new Error("needs an absolute directory and a name");

// Whoever started this may be gone: nobody reads the answer then.
process.stdout.on("error", () => undefined);
await supervise(programFiles(root, name), await readOrder(process.stdin), (answer) => {
  if (!process.stdout.writableEnded) process.stdout.end(`${answer}\n`);
});
