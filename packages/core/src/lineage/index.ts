export { link } from "./link.ts";
export { listLineage } from "./list-lineage.ts";
export { unlink } from "./unlink.ts";
