"use client";
import { PasswordForm } from "./password-form.tsx";
import { signOut } from "./sign-in.ts";

export function FirstPassword() {
  return (
    <>
      <PasswordForm action="Choose password" onDone={() => location.assign("/")} />
      <button type="button" onClick={() => void signOut()} className="mt-4 text-accent">
        Sign out
      </button>
    </>
  );
}
