"use client";
import type { Me } from "@plumbline/contracts/access/session";
import { platformRolePermissions } from "@plumbline/contracts/permissions";
import { Front } from "#src/components/front.tsx";
import { signOut } from "#src/domains/access/sign-in.ts";
import { NewWorkspaceForm } from "./new-workspace.tsx";

/** Someone with an account who belongs nowhere yet. */
export function NoWorkspace({ me }: { me: Me }) {
  const mayMake = me.platformRole !== null && platformRolePermissions[me.platformRole].includes("platform:workspaces");
  const lead = mayMake
    ? "There is no workspace that you belong to. Create the first one; you become its administrator."
    : "Your account works, but no workspace has you as a member yet. Ask an administrator of one to add you by your e-mail address.";
  return (
    <Front title={`Welcome, ${me.name}`} lead={lead}>
      {mayMake && <NewWorkspaceForm />}
      <button type="button" onClick={() => void signOut()} className="mt-4 text-accent">
        Sign out
      </button>
    </Front>
  );
}
