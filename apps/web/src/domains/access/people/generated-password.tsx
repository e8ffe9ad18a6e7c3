"use client";
import type { User } from "@plumbline/contracts/access/user";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Dialog } from "@plumbline/ui/dialog";

export interface Granted {
  user: User;
  password: string;
}

/** A generated password, once. */
export function GeneratedPassword({ granted, onClose }: { granted: Granted; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Password of ${granted.user.name}`}
      description="Shown this once and kept nowhere. Give it to them by a way that you trust; they choose their own at the first sign-in."
      footer={
        <Button tone="primary" onClick={onClose}>
          I have passed it on
        </Button>
      }
    >
      <CodeBlock label="Sign-in data" language="text" code={`${granted.user.email}\n${granted.password}`} secret={granted.password} />
    </Dialog>
  );
}
