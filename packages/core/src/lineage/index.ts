export { link } from "./link.ts";
export { listLineage } from "./list-lineage.ts";
export type { NewEdge } from "./store.ts";
