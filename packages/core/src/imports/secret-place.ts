import { type SignIn, SignIn as SignInSchema } from "@plumbline/contracts/imports";
import { AppError, openSecret, type SecretKeys, type SecretPlace, sealSecret } from "../kernel/index.ts";

/** Where an import's secret is sealed to. */
export const secretPlace = (workspaceId: number, importId: string): SecretPlace => ({
  column: "mlflow_import.sealed",
  workspaceId,
  rowId: importId,
});

/** Null where nothing is secret. */
export const sealSignIn = (keys: SecretKeys, place: SecretPlace, signIn: SignIn): string | null =>
  signIn.kind === "none" ? null : sealSecret(keys, place, JSON.stringify(signIn));

export function openSignIn(keys: SecretKeys, place: SecretPlace, sealed: string | null): SignIn {
  if (sealed === null) return { kind: "none" };
  try {
    return SignInSchema.parse(JSON.parse(openSecret(keys, place, sealed)));
  } catch (error) {
    throw doesNotOpen(error);
  }
}

const doesNotOpen = (cause: unknown): AppError =>
  new AppError("precondition-failed", "The sign-in of this import cannot be opened with the keys of this installation. Give it again.", {
    cause,
    params: { reason: "secret-sealed" },
  });
