import type { ProgramFiles } from "../program-files.ts";
import type { ProgramTree } from "../program-tree.ts";
import type { Ending } from "./ending.ts";
import type { ProgramLog } from "./program-log.ts";
import type { Order } from "./read-order.ts";

/** A running program and what is needed to look after it. */
export interface Watched {
  readonly files: ProgramFiles;
  readonly order: Order;
  readonly log: ProgramLog;
  readonly tree: ProgramTree;
  readonly ending: Ending;
}
