import type { Metadata } from "next";
import { Front } from "#src/components/front.tsx";
import { SignInForm } from "#src/domains/access/sign-in-form.tsx";
import { safePath } from "#src/shell/security.ts";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams;
  return (
    <Front title="Sign in to Plumbline" foot="No account, or no password? An administrator of the platform makes both.">
      <SignInForm next={safePath(next)} />
    </Front>
  );
}
