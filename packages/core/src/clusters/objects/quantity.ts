import { parseQuantity } from "@plumbline/kube";

/** The number that a Kubernetes quantity stands for; 0 for what is left out or unreadable. Nothing below a billionth counts. */
export const amountOf = (quantity: string | number | undefined): number =>
  quantity === undefined ? 0 : Math.round((parseQuantity(String(quantity)) ?? 0) * 1e9) / 1e9;
