import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Front } from "#src/components/front.tsx";
import { FirstPassword } from "#src/domains/access/first-password.tsx";
import { currentUser } from "#src/shell/current-user.ts";

export const metadata: Metadata = { title: "Choose a password" };

export default async function ChangePasswordPage() {
  const me = await currentUser();
  if (!me.mustChangePassword) redirect("/");
  return (
    <Front title="Choose a password" lead={`The one you have, ${me.name}, was generated for you. Your own replaces it.`}>
      <FirstPassword />
    </Front>
  );
}
