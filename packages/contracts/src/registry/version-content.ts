import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { VersionNumber, VersionRef } from "./version.ts";

/** A column or tensor of a model's signature, as its MLmodel file says. */
export const SignatureField = z.object({
  name: z.string().nullable(),
  type: z.string(),
  shape: z.array(z.int()).nullable(),
  isRequired: z.boolean(),
  example: z.unknown(),
});
export type SignatureField = z.infer<typeof SignatureField>;
export const ModelSignature = z.object({
  inputs: z.array(SignatureField),
  outputs: z.array(SignatureField),
  params: z.array(SignatureField),
});
export type ModelSignature = z.infer<typeof ModelSignature>;

export const VersionFile = z.object({ path: z.string(), sizeBytes: z.int(), sha256: z.string() });
export type VersionFile = z.infer<typeof VersionFile>;

export const listVersionFiles = operation({
  id: "registry.listVersionFiles",
  method: "GET",
  path: "/models/:model/versions/:version/files",
  summary: "Lists the manifest of a version: every file with size and SHA-256.",
  params: VersionRef,
  response: z.object({ digest: z.string().nullable(), items: z.array(VersionFile) }),
  permission: "registry:read",
  audit: reading,
});

export const readVersionFile = operation({
  id: "registry.readVersionFile",
  method: "GET",
  path: "/models/:model/versions/:version/files/content",
  summary: "Streams one file of a version. Its bytes are compared with the manifest as they pass; a stream that differs is cut.",
  params: VersionRef,
  // A download cannot send the header that names the workspace of a session.
  query: z.object({
    path: z.string().min(1).max(2000),
    download: z.stringbool().default(false),
    workspace: z.string().max(63).optional(),
  }),
  response: z.unknown(),
  permission: "registry:read",
  audit: reading,
});

/** What a model's MLmodel file says. */
export const getSignature = operation({
  id: "registry.getSignature",
  method: "GET",
  path: "/models/:model/versions/:version/signature",
  summary: "Returns inputs and outputs of a version with an example, from its MLmodel file.",
  params: VersionRef,
  response: z.object({ signature: ModelSignature.nullable(), flavors: z.array(z.string()), note: z.string().nullable() }),
  permission: "registry:read",
  audit: reading,
});

/** An OpenSSF Model Signing bundle over the version's files, with the key that checks it. */
export const getModelSignatureBundle = operation({
  id: "registry.getModelSignatureBundle",
  method: "GET",
  path: "/models/:model/versions/:version/model-signature",
  summary: "Returns the OpenSSF model signature (`model.sig`) of a version and the public key that checks it.",
  params: VersionRef,
  response: z.object({ bundle: z.string(), publicKeyPem: z.string(), signedAt: Instant }),
  permission: "registry:read",
  audit: reading,
});

export const verifyVersion = operation({
  id: "registry.verifyVersion",
  method: "POST",
  path: "/models/:model/versions/:version/verify",
  summary: "Reads the stored bytes again and compares them with the manifest.",
  params: VersionRef,
  response: z.object({ isIntact: z.boolean(), files: z.int(), bytes: z.int(), differing: z.array(z.string()), checkedAt: Instant }),
  permission: "registry:write",
  audit: "registry.version.verify",
});

/** What differs between two versions of a model, for people who decide. */
export const VersionDifference = z.object({
  from: z.int().nullable(),
  to: z.int(),
  /** What is unlike, the most telling first. A null is a value that one of them lacks. */
  items: z.array(
    z.object({
      kind: z.enum(["dataset", "param", "metric", "package", "input", "file", "source"]),
      name: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type VersionDifference = z.infer<typeof VersionDifference>;

export const compareVersions = operation({
  id: "registry.compareVersions",
  method: "GET",
  path: "/models/:model/versions/:version/difference",
  summary: "Compares a version with another one; with the champion where none is named.",
  params: VersionRef,
  query: z.object({ with: VersionNumber.optional() }),
  response: VersionDifference,
  permission: "registry:read",
  audit: reading,
});

export const versionContentOperations = [listVersionFiles, readVersionFile, getSignature, verifyVersion, compareVersions] as const;
