import { startProduct } from "./product.ts";

/** One product for the whole run; the workers learn of it by their environment. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { stop, ...product } = await startProduct();
  process.env.PLUMBLINE_E2E_PRODUCT = JSON.stringify(product);
  return stop;
}
