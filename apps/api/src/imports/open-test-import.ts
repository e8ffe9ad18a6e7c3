import type { AddressInfo } from "node:net";
import type { Import, SignIn } from "@plumbline/contracts/imports";
import { carryOutBulkAct } from "@plumbline/core/experiments";
import { carryOutImport, getImport, listImportProblems, runImport, startImport } from "@plumbline/core/imports";
import { type Deps, runTask, type TaskDefinition } from "@plumbline/core/kernel";
import { openOutbound } from "@plumbline/outbound";
import { openTestApp } from "#src/open-test-app.ts";

const definitions = new Map<string, TaskDefinition>([
  [carryOutImport.name, carryOutImport],
  [carryOutBulkAct.name, carryOutBulkAct],
]);

/**
 * A workspace whose MLflow surface is the source, served over HTTP, and an empty one to bring it to. Tasks are run here, one
 * after the other.
 */
export async function openTestImport() {
  const site = await openTestApp();
  await site.app.listen({ host: "127.0.0.1", port: 0 });
  const address = `http://127.0.0.1:${(site.app.server.address() as AddressInfo).port}`;
  const given: string[] = [];
  const sources = { isHttpAllowed: true, allowedHosts: ["127.0.0.1"] };
  const outbound = openOutbound({ smtp: undefined, receivers: { isHttpAllowed: false, allowedHosts: [] }, sources });
  const deps: Deps = { ...site.deps, outbound, onTasks: async (ids) => void given.push(...ids) };
  const [from, to] = [await site.env.createWorkspace(), await site.env.createWorkspace()];
  const source = site.env.callerOf({ workspace: from });
  const target = site.env.callerOf({ workspace: to });
  const { authorization } = await site.withToken(from);
  const signIn: SignIn = { kind: "token", token: authorization.slice("Bearer ".length) };

  const carryOut = async (): Promise<void> => {
    for (const id of given.splice(0)) await runTask(deps, definitions, id);
  };
  return {
    site,
    env: site.env,
    deps,
    address,
    signIn,
    /** Workspaces and callers of both sides. */
    from,
    to,
    source,
    target,
    carryOut,
    /** Carries an import out, and answers how it ended. */
    async bring(input: { address?: string; signIn?: SignIn; experiments?: string[]; isPreview?: boolean } = {}): Promise<Import> {
      const { id } = await startImport(deps, target, { address, signIn, ...input });
      await carryOut();
      return getImport(deps, target, { importId: id });
    },
    async again(importId: string): Promise<Import> {
      await runImport(deps, target, { importId });
      await carryOut();
      return getImport(deps, target, { importId });
    },
    problems: async (importId: string) => (await listImportProblems(deps, target, { importId })).items,
    close: () => site.close(),
  };
}
