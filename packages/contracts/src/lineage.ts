import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Instant } from "./page.ts";

/** A thing that data flows through. A version is named `<model>/<version>`, a dataset `<name>@<digest>`. */
export const LineageNode = z.object({ kind: z.enum(["dataset", "run", "logged-model", "model-version"]), id: z.string() });
export type LineageNode = z.infer<typeof LineageNode>;
/** One arrow of the loop: `from` went into, or made, `to`. */
export const LineageEdge = z.object({ from: LineageNode, relation: z.string(), to: LineageNode, createdAt: Instant });
export type LineageEdge = z.infer<typeof LineageEdge>;

export const listLineage = operation({
  id: "lineage.listLineage",
  method: "GET",
  path: "/lineage",
  summary: "Lists the arrows that begin or end at one thing.",
  query: z.object({ kind: LineageNode.shape.kind, id: z.string().min(1).max(1000) }),
  response: z.object({ items: z.array(LineageEdge) }),
  permission: "run:read",
  audit: reading,
});

export const lineageOperations = [listLineage] as const;
