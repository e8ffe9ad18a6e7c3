import { after, before, test } from "node:test";
import { logThroughFaults } from "./batches.ts";
import { eventually, type Product, startProduct } from "./product.ts";

let product: Product;

before(async () => {
  product = await startProduct();
});
after(() => product.stop());

async function killAndAwait(name: "api" | "postmaster"): Promise<void> {
  const killed = product.pidOf(name);
  process.kill(killed, "SIGKILL");
  await eventually(`another ${name} runs`, () => {
    try {
      return product.pidOf(name) !== killed;
    } catch {
      return false;
    }
  });
}

test("the api, killed while it takes batches, leaves only whole ones, and every acknowledged one", async () => {
  await logThroughFaults(
    product,
    new Array(3).fill(() => killAndAwait("api")),
  );
});

test("PostgreSQL, killed under load, loses no acknowledged batch and tears none", async () => {
  await logThroughFaults(
    product,
    new Array(2).fill(() => killAndAwait("postmaster")),
  );
});
