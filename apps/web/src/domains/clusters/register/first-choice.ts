import type { KubeconfigContext } from "@plumbline/contracts/clusters/cluster";

/** The context that is chosen before anybody chose: the current one, or the only one that can be used. */
export function firstChoice(contexts: readonly KubeconfigContext[]): string | undefined {
  const usable = contexts.filter(({ problem }) => problem === null);
  return (usable.find(({ isCurrent }) => isCurrent) ?? (usable.length === 1 ? usable[0] : undefined))?.name;
}
