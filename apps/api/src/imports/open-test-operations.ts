import { randomUUID } from "node:crypto";

type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** One of everything that imports are, for the tests of all operations. */
export async function prepareImports(call: Call) {
  const address = () => `https://mlflow.example.com/${randomUUID()}`;
  const anImport = async () => (await call<{ id: string }>("imports.startImport", { address: address(), isPreview: true })).id;
  const stopped = await anImport();
  await call("imports.cancelImport", { importId: stopped });
  return { address: address(), stopped, kept: await anImport(), doomed: await anImport() };
}

export const importInputs = (world: () => Awaited<ReturnType<typeof prepareImports>>): Record<string, () => Input> => ({
  "imports.startImport": () => ({ address: world().address, signIn: { kind: "token", token: "hush" } }),
  "imports.runImport": () => ({ importId: world().stopped }),
  "imports.cancelImport": () => ({ importId: world().doomed }),
  "imports.listImports": () => ({ limit: 10 }),
  "imports.getImport": () => ({ importId: world().kept }),
  "imports.listImportProblems": () => ({ importId: world().kept }),
});
