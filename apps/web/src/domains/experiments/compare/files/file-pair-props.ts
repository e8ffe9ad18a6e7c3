import type { FilePair } from "../file-pairs.ts";

export interface FilePairProps {
  pair: FilePair;
  runIds: readonly [string, string];
  names: readonly [string, string];
}
