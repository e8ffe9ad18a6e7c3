import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout that this file belongs to. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
export const binDir = path.join(root, "node_modules", ".bin");
/** The Node that the packages bring along. */
export const pinnedNode = path.join(binDir, "node");

/** Ends the start with one line for the person who started it. */
export class StartError extends Error {
  name = "StartError";
}
