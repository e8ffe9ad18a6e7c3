import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { getModelSignatureBundle } from "./version-content.ts";

/** The public part of a key of the platform that signs models, or once did. */
export const SigningKey = z.object({
  id: z.string(),
  /** `ecdsa-p256-sha256`. */
  algorithm: z.string(),
  publicKeyPem: z.string(),
  /** SHA-256 of the PEM text, in hex: a signature names its key by it, and `sha256sum model.pub.pem` prints it. */
  fingerprint: z.string(),
  createdAt: Instant,
  /** Null for the one that signs. A retired key signs nothing more; what it signed stays checkable. */
  retiredAt: Instant.nullable(),
});
export type SigningKey = z.infer<typeof SigningKey>;

export const listSigningKeys = operation({
  id: "registry.listSigningKeys",
  method: "GET",
  path: "/signing-keys",
  summary: "Lists the public keys of the platform that check its model signatures, the newest first.",
  response: z.object({ items: z.array(SigningKey) }),
  permission: "registry:read",
  audit: reading,
});

export const signingOperations = [getModelSignatureBundle, listSigningKeys] as const;
