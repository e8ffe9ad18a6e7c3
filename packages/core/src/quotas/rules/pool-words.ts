/** What a pool counts, in words. */
export interface PoolNames {
  readonly name: string;
  readonly resource: "gpu" | "cpu";
  readonly flavour: string;
  readonly mig: string | null;
}

export const unitsOf = ({ resource, mig }: PoolNames): "GPUs" | "slices" | "cores" => {
  if (resource === "cpu") return "cores";
  return mig === null ? "GPUs" : "slices";
};

/** `16`, `2.5`: at most two decimals. */
export const count = (amount: number): string => String(Math.round(amount * 100) / 100);

/** `4 h100`, `2 1g.10gb slices of a100`, `1 core`. */
export function amountOf(amount: number, pool: PoolNames): string {
  if (pool.resource === "cpu") return `${count(amount)} ${amount === 1 ? "core" : "cores"}`;
  if (pool.mig !== null) return `${count(amount)} ${pool.mig} ${amount === 1 ? "slice" : "slices"} of ${pool.flavour}`;
  return `${count(amount)} ${pool.flavour}`;
}
