import type { Permission } from "@plumbline/contracts/permissions";
import type { Database, Tx } from "@plumbline/db";
import type { Outbound } from "@plumbline/outbound";
import type { BlobStore } from "@plumbline/storage";
import type { Logger } from "pino";
import { AppError } from "./app-error.ts";
import type { SecretKeys } from "./envelope.ts";

/** Who acts. `credentialId` is the session or token that was shown. */
export interface Actor {
  readonly kind: "user" | "service-account" | "system" | "anonymous";
  readonly id: string;
  readonly name: string;
  readonly via: "session" | "token" | "internal" | "none";
  readonly credentialId: string | null;
}

/** A request's origin, after authentication: everything a verb needs to decide whether it may run. */
export interface Caller {
  readonly actor: Actor;
  readonly workspace: { readonly id: number; readonly name: string } | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly requestId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Names a request that may be sent again, for operations that accept it. */
  readonly idempotencyKey?: string;
}

/** What every process hands to the verbs: one system each. */
export interface Deps {
  readonly db: Database;
  readonly storage: BlobStore;
  readonly logger: Logger;
  /** Keys of the secrets that the database holds. */
  readonly secretKeys: SecretKeys;
  /** The ways out of the platform. Tasks alone send; a command may ask what is configured and allowed. */
  readonly outbound: Outbound;
  /** Address by which people reach the portal, without a slash at its end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Told after a commit that wrote change rows. */
  readonly onChange: () => void;
  /** Told after a commit that wrote task rows; carries their ids to the queue. Never rejects: what is committed stays so. */
  readonly onTasks: (taskIds: readonly string[]) => Promise<void>;
}

/** A wish for a task, written with the rows of the command that needs it. */
export interface TaskRequest {
  readonly name: string;
  readonly payload: unknown;
  readonly maxAttempts: number;
  /** At most one unfinished task has this key. */
  readonly dedupeKey?: string;
}

/** What a verb runs with: the caller, an open transaction and the instant that counts as now. */
export interface Ctx extends Caller {
  readonly tx: Tx;
  readonly deps: Deps;
  readonly now: Date;
  /** Tasks that anything within the transaction asks for: written with it, and begun as soon as it is committed. */
  readonly later?: TaskRequest[];
}

/** The workspace of the request; operations with workspace permissions always have one. */
export function workspaceOf(caller: Caller): { readonly id: number; readonly name: string } {
  if (!caller.workspace) {
    throw new AppError("invalid", "This request names no workspace: send the header x-plumbline-workspace.");
  }
  return caller.workspace;
}

/** The platform itself, for tasks and start-up. */
export const systemActor: Actor = { kind: "system", id: "system", name: "Plumbline", via: "internal", credentialId: null };
