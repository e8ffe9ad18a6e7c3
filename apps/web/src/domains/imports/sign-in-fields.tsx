"use client";
import type { SignIn } from "@plumbline/contracts/imports";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { useState } from "react";

export type SignInKind = SignIn["kind"];

const kinds = [
  { value: "none", label: "No sign-in" },
  { value: "password", label: "Name and password" },
  { value: "token", label: "Token" },
] as const;

/** How the platform signs in at the source. */
export function SignInFields({ initial = "none" }: { initial?: SignInKind }) {
  const [kind, setKind] = useState<SignInKind>(initial);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium">How to sign in there</legend>
      <Segments label="How to sign in there" value={kind} onChange={setKind} options={kinds} />
      <input type="hidden" name="signIn" value={kind} />
      {kind === "password" && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field name="user" label="User">
            {(control) => <Input {...control} required maxLength={500} autoComplete="off" />}
          </Field>
          <Field name="password" label="Password" help="Kept sealed, shown to nobody.">
            {(control) => <Input {...control} required type="password" maxLength={5000} autoComplete="new-password" />}
          </Field>
        </div>
      )}
      {kind === "token" && (
        <Field name="token" label="Token" help="Sent as Authorization: Bearer. Kept sealed, shown to nobody.">
          {(control) => <Input {...control} required type="password" maxLength={10_000} autoComplete="new-password" className="code" />}
        </Field>
      )}
    </fieldset>
  );
}

/** What the fields say. */
export function signInOf(form: FormData): SignIn {
  const text = (name: string): string => String(form.get(name) ?? "");
  switch (form.get("signIn")) {
    case "password":
      return { kind: "password", user: text("user"), password: text("password") };
    case "token":
      return { kind: "token", token: text("token") };
    default:
      return { kind: "none" };
  }
}
