import type { Tx } from "@plumbline/db";
import { addFirstPerson } from "../access/index.ts";
import { type Deps, recordAct, type Subject, systemActor } from "../kernel/index.ts";
import { addWorkspace } from "./create-workspace.ts";
import { lockPlatform } from "./store.ts";

export type Bootstrap = { readonly created: true; readonly email: string; readonly password: string } | { readonly created: false };

const email = "admin@localhost";
const workspaceName = "default";

/** Gives an empty platform its first administrator, with a generated password, and their workspace. Any other is left alone. */
export function bootstrapPlatform(deps: Deps): Promise<Bootstrap> {
  const now = deps.now();
  return deps.db.transaction({ role: "system" }, async (tx): Promise<Bootstrap> => {
    await lockPlatform(tx);
    const person = await addFirstPerson(tx, { email, name: "Administrator", platformRole: "platform-admin", createdAt: now });
    if (!person) return { created: false };
    const made = await addWorkspace(tx, { name: workspaceName, description: "", administratorId: person.id, createdAt: now });
    if (!made) throw new Error(`the platform has no people, but a workspace named "${workspaceName}"`);
    record(tx, now, {
      action: "access.user.create",
      subject: { kind: "user", id: person.id },
      after: { platformRole: "platform-admin" },
    });
    record(tx, now, {
      action: "workspaces.workspace.create",
      subject: { kind: "workspace", id: workspaceName },
      after: { name: workspaceName, description: "" },
    });
    return { created: true, email, password: person.password };
  });
}

function record(tx: Tx, now: Date, act: { action: string; subject: Subject; after: unknown }): void {
  const caller = {
    actor: systemActor,
    workspace: null,
    permissions: new Set<never>(),
    requestId: "bootstrap",
    address: null,
    userAgent: null,
  };
  recordAct(tx, caller, { audit: { ...act, outcome: "done" }, changes: [], now });
}
