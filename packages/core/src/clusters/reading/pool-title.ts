import { migProfileOf } from "./gpu-resources.ts";

const makers = /^(NVIDIA|AMD|Intel|Tesla|Quadro|GeForce|Instinct)$/i;
const forms = /^(SXM\d?|PCIE|PCIe|NVL|HBM\d\w*|HGX|OAM)$/i;

/** What people call a GPU: "H100 80 GB" of the label `NVIDIA-H100-80GB-HBM3`, or of the product and the MiB of its memory. */
export function gpuTitle(product: string | undefined, memoryMib: number | undefined): string | null {
  if (!product) return null;
  const words = product.split(/[-_ ]+/).filter((word) => word !== "" && !makers.test(word) && !forms.test(word) && !/^MIG$/i.test(word));
  const size = words.find((word) => /^\d+GB$/i.test(word));
  const name = words.filter((word) => word !== size && !/^\d+g\.\d+gb$/i.test(word)).join(" ");
  if (size) return `${name} ${size.slice(0, -2)} GB`;
  return memoryMib === undefined || memoryMib <= 0 ? name : `${name} ${marketedGb(memoryMib)} GB`;
}

/** Cards show a little less than what they are sold as: 46068 MiB are called 48 GB. */
const marketedGb = (mib: number): number => {
  const gb = mib / 1024;
  return gb <= 8 ? Math.ceil(gb) : Math.ceil(gb / 8) * 8;
};

/** Title of a pool: of whole GPUs, or of slices of them. */
export function poolTitle(given: { flavour: string | null; resource: string; product?: string; memoryMib?: number }): string {
  const mig = migProfileOf(given.resource);
  const gpu = gpuTitle(given.product, given.memoryMib) ?? given.flavour ?? given.resource;
  return mig === null ? gpu : `${gpu}, slices of ${mig}`;
}
