"use client";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Countdown } from "./countdown.tsx";
import { signInWithPassword } from "./sign-in.ts";
import type { SignInFailure } from "./sign-in-failure.ts";

/** E-mail and password. A further way to sign in gets its button below. */
export function SignInForm({ next }: { next: string }) {
  const [failure, setFailure] = useState<SignInFailure>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const refused = await signInWithPassword(String(form.get("email")), String(form.get("password")));
    // A whole page load: everything is read anew in the new session.
    if (!refused) return location.assign(next + location.hash);
    setFailure(refused);
    setBusy(false);
  };
  return (
    // Sent before the page is ready, a form goes by its method: never may a password stand in an address.
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-3.5">
      {failure && <FailureNote failure={failure} />}
      <Field name="email" label="E-mail">
        {(control) => <Input {...control} type="email" autoComplete="username" required autoFocus className="h-8!" />}
      </Field>
      <Field name="password" label="Password">
        {(control) => <Input {...control} type="password" autoComplete="current-password" required className="h-8!" />}
      </Field>
      <Button type="submit" tone="primary" size="large" busy={isBusy} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  );
}

const titles: Record<SignInFailure["code"], string> = {
  credentials: "E-mail or password is wrong",
  wait: "Too many attempts",
  refused: "This account cannot sign in",
  unavailable: "Sign-in is not possible right now",
};

function FailureNote({ failure }: { failure: SignInFailure }) {
  return (
    <div role="alert" className="flex gap-2.5 rounded-md bg-bad-soft px-3 py-2">
      <CircleAlert className="icon mt-0.5 text-bad" aria-hidden="true" />
      <div className="min-w-0">
        <p className="font-medium text-bad">{titles[failure.code]}</p>
        {failure.code !== "credentials" && <p className="text-ink-2">{failure.detail}</p>}
        {failure.code === "credentials" && <p className="text-ink-2">Check both. Letters count as large or small.</p>}
        {failure.retryAt !== undefined && <Countdown until={failure.retryAt} />}
        {failure.code === "unavailable" && failure.requestId && (
          <p className="text-ink-3 text-small">
            Request <span className="code">{failure.requestId}</span>
          </p>
        )}
      </div>
    </div>
  );
}
