import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";

export const SecretName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and hyphens");

/** Largest value, in bytes of UTF-8. */
export const secretMaxBytes = 65_536;

/** Secrets that a workspace may have. */
export const secretsMax = 500;

/** What is told of a secret. Its value is written, and never read again by people. */
export const Secret = z.object({
  name: SecretName,
  description: z.string(),
  /** Counts up with each new value. */
  revision: z.int(),
  createdBy: Actor,
  createdAt: Instant,
  rotatedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  /** Names of the latest jobs that were given it, newest first. */
  usedBy: z.array(z.object({ jobId: z.string(), name: z.string(), at: Instant })),
});
export type Secret = z.infer<typeof Secret>;

const SecretRef = z.object({ secret: SecretName });

export const listSecrets = operation({
  id: "secrets.listSecrets",
  method: "GET",
  path: "/secrets",
  summary: "Lists the secrets of the workspace by name, without their values.",
  response: z.object({ items: z.array(Secret) }),
  permission: "secret:use",
  audit: reading,
});

export const putSecret = operation({
  id: "secrets.putSecret",
  method: "PUT",
  path: "/secrets/:secret",
  summary: "Makes a secret, or gives it a new value. Jobs that start afterwards get the new one.",
  params: SecretRef,
  body: z.object({
    value: z.string().min(1).max(secretMaxBytes),
    description: z.string().trim().max(500).optional(),
  }),
  response: Secret,
  permission: "secret:manage",
  audit: "secrets.secret.put",
});

export const deleteSecret = operation({
  id: "secrets.deleteSecret",
  method: "DELETE",
  path: "/secrets/:secret",
  summary: "Deletes a secret. Jobs that wait and need it will fail to start.",
  params: SecretRef,
  response: Empty,
  permission: "secret:manage",
  audit: "secrets.secret.delete",
});

export const secretOperations = [listSecrets, putSecret, deleteSecret] as const;
